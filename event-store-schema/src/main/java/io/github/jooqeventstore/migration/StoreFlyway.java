package io.github.jooqeventstore.migration;

import java.sql.SQLException;
import java.util.function.Function;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;

/** Flyway with the store's own migrations and history, on the one connection of a session. */
final class StoreFlyway {
    static final String HISTORY = "event_store_schema_history";

    private StoreFlyway() {}

    /**
     * {@return what the work returns}
     *
     * @param takeOverAt the version that tables without a history are at; 0: none of them is ours
     */
    static <T> T with(StoreSession session, int takeOverAt, Function<Flyway, T> work) {
        try {
            return FlywayLog.silent(() -> work.apply(configured(session, takeOverAt)));
        } catch (FlywayException e) {
            SQLException sql = SqlErrors.sqlException(e);
            if (sql != null) {
                throw SqlErrors.of(session.subject(), "to read or migrate it", sql);
            }
            var failure = new SchemaException.StatementFailed(
                    session.subject(), "to read or migrate it", SqlErrors.text(e), null);
            failure.initCause(e);
            throw failure;
        }
    }

    private static Flyway configured(StoreSession session, int takeOverAt) {
        Flyway flyway = Flyway.configure(new OwnResources())
                .dataSource(new OneConnection(session.connection()))
                .locations("classpath:event-store/migration")
                .failOnMissingLocations(true)
                .loggers()
                .defaultSchema(session.schema())
                .table(HISTORY)
                // The schema is made before: here it would be tried for ten seconds when the right is missing.
                .createSchemas(false)
                .baselineOnMigrate(true)
                .baselineVersion(Integer.toString(takeOverAt))
                .baselineDescription(takeOverAt == 0 ? "tables of others" : "made by schema.sql")
                // The history is compared before, for a message that names what differs.
                .validateOnMigrate(false)
                .ignoreMigrationPatterns("*:future")
                // A migration is the same text everywhere, also where a hand runs it.
                .placeholderReplacement(false)
                .skipDefaultCallbacks(true)
                .load();
        // A lock of the session: a lock in a transaction would stop every index that is built concurrently.
        flyway.getConfigurationExtension(PostgreSQLConfigurationExtension.class).setTransactionalLock(false);
        return flyway;
    }
}
