package io.github.jooqeventstore.operations.migration;

import static org.jooq.impl.DSL.name;

import io.github.jooqeventstore.migration.SchemaMigrations;
import io.github.jooqeventstore.operations.Progress;
import io.github.jooqeventstore.operations.lint.SqlStatement;
import io.github.jooqeventstore.operations.migration.DryRunReport.File;
import io.github.jooqeventstore.operations.migration.DryRunReport.Statement;
import io.github.jooqeventstore.operations.migration.MigrationLine.Status;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;

/** Applies what is pending in one transaction, watches its locks, and rolls it back. */
final class DryRun {
    private static final String NOT_RUN = "runs in no transaction, so it cannot be tried";

    private final MigrationSession session;
    private final MigrationOptions options;
    private final FileRunner runner;

    DryRun(MigrationSession session, MigrationOptions options) {
        this.session = session;
        this.options = options;
        this.runner = new FileRunner(session, options, Progress.NONE);
    }

    DryRunReport run() {
        OperatorFiles files = OperatorFiles.read(options.location());
        OperatorHistory history = OperatorHistory.read(session, OperatorFlyway.of(session, files, runner));
        var pending = PendingFiles.of(session, files, history.versions(Status.PENDING));
        var all = new ArrayList<>(
                LibraryFiles.pending(SchemaMigrations.of(session.dataSource()).schema(session.schema())));
        all.addAll(pending.files());
        List<File> tried = new LockRetries(session, options).run(() -> tryAll(all));
        return new DryRunReport(session.schema(), tried, pending.findings());
    }

    private List<File> tryAll(List<OperatorFile> files) {
        try {
            session.connection().setAutoCommit(false);
            try {
                return inTransaction(files);
            } finally {
                session.connection().rollback();
                session.connection().setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw new DataAccessException("dry run: " + e.getMessage(), e);
        }
    }

    private List<File> inTransaction(List<OperatorFile> files) throws SQLException {
        // Without "if not exists", which asks for the right to create one even where it exists.
        if (!session.schemaExists()) {
            session.dsl().createSchema(name(session.schema())).execute();
        }
        var watch = new LockWatch(session);
        var tried = new ArrayList<File>();
        boolean failed = false;
        for (OperatorFile file : files) {
            if (failed) {
                tried.add(new File(file.name(), List.of(), "an earlier file failed", null));
            } else if (!file.script().transactional()) {
                tried.add(new File(file.name(), told(file), NOT_RUN, null));
            } else {
                File one = tryOne(file, watch);
                failed = one.failure() != null;
                tried.add(one);
            }
        }
        return tried;
    }

    private static List<Statement> told(OperatorFile file) {
        return file.script().statements().stream()
                .map(statement -> new Statement(statement.line(), statement.text(), 0, List.of(), List.of()))
                .toList();
    }

    private File tryOne(OperatorFile file, LockWatch watch) throws SQLException {
        var statements = new ArrayList<Statement>();
        String failure = null;
        for (SqlStatement statement : file.script().statements()) {
            failure = tryOne(file, statement, watch, statements);
            if (failure != null) {
                break;
            }
        }
        return new File(file.name(), statements, null, failure);
    }

    private @Nullable String tryOne(
            OperatorFile file, SqlStatement statement, LockWatch watch, List<Statement> statements)
            throws StatementFailure {
        long begin = System.nanoTime();
        try {
            runner.execute(file, statement);
        } catch (StatementFailure e) {
            if (LockRetries.isLocked(e)) {
                throw e;
            }
            return e.getMessage();
        }
        long millis = (System.nanoTime() - begin) / 1_000_000;
        statements.add(new Statement(statement.line(), statement.text(), millis, watch.newLocks(), watch.newFiles()));
        return null;
    }
}
