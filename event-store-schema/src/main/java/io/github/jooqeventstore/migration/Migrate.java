package io.github.jooqeventstore.migration;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.output.MigrateResult;

/** Lock, schema, history, migrations. */
final class Migrate {
    private final StoreSession session;

    Migrate(StoreSession session) {
        this.session = session;
    }

    MigrationResult run(Duration patience) {
        MigrationLock lock = MigrationLock.take(session, patience);
        try {
            return locked();
        } finally {
            lock.close();
        }
    }

    private MigrationResult locked() {
        SchemaState state = SchemaState.read(session);
        if (!state.exists()) {
            createSchema();
        } else if (!state.history() && !state.mayCreateTables()) {
            throw new SchemaException.NotAllowed(
                    session.subject(), "the right to create tables in it", "none of this user", null);
        }
        int takeOverAt = state.history() ? 0 : state.version();
        List<String> applied = StoreFlyway.with(session, takeOverAt, flyway -> apply(flyway, state));
        return new MigrationResult(
                session.schema(), state.version(), SchemaState.read(session).version(), applied);
    }

    private void createSchema() {
        session.attempt("to create it", () -> {
            // DDL takes no bind values: the server quotes the name.
            String sql = session.select("select 'create schema ' || quote_ident(?)", session.schema());
            try (var statement = session.connection().createStatement()) {
                statement.execute(sql);
                return true;
            }
        });
    }

    private List<String> apply(Flyway flyway, SchemaState state) {
        History before = History.read(flyway);
        List<SchemaFinding> findings = before.findings(state);
        if (!findings.isEmpty()) {
            throw new SchemaException.HistoryDiffers(session.schema(), findings);
        }
        try {
            MigrateResult result = flyway.migrate();
            // A schema that was taken over has the first of them already.
            List<String> pending = before.pendingFiles();
            return pending.subList(pending.size() - result.migrationsExecuted, pending.size());
        } catch (FlywayException e) {
            throw failure(History.read(flyway).next(), e);
        }
    }

    private SchemaException failure(String migration, FlywayException e) {
        SQLException sql = SqlErrors.sqlException(e);
        if (sql == null) {
            throw e;
        }
        SchemaException failure = SqlErrors.of(session.subject(), "to apply migration " + migration, sql);
        if (!(failure instanceof SchemaException.StatementFailed)) {
            return failure;
        }
        failure = new SchemaException.MigrationFailed(
                session.schema(), migration, SqlErrors.text(sql), failure.sqlState());
        failure.initCause(sql);
        return failure;
    }
}
