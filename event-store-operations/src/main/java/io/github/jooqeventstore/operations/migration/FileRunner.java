package io.github.jooqeventstore.operations.migration;

import io.github.jooqeventstore.operations.Progress;
import io.github.jooqeventstore.operations.index.LiveIndexes;
import io.github.jooqeventstore.operations.lint.IndexDefinition;
import io.github.jooqeventstore.operations.lint.SqlStatement;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/** Runs the statements of a file, one after the other, on the session's connection. */
final class FileRunner {
    private final MigrationSession session;
    private final MigrationOptions options;
    private final Progress progress;

    FileRunner(MigrationSession session, MigrationOptions options, Progress progress) {
        this.session = session;
        this.options = options;
        this.progress = progress;
    }

    void run(OperatorFile file) throws StatementFailure {
        int done = 0;
        for (SqlStatement statement : file.script().statements()) {
            progress.at(file.name(), done++, file.script().statements().size());
            if (file.script().transactional()) {
                execute(file, statement);
            } else {
                outsideTransaction(file, statement);
            }
        }
        progress.at(file.name(), done, done);
    }

    // What is done concurrently keeps nobody from reading or writing while it waits: it may wait for long.
    private void outsideTransaction(OperatorFile file, SqlStatement statement) throws StatementFailure {
        session.lockTimeout(options.patience().plus(Duration.ofMillis(1)));
        try {
            IndexDefinition index = statement.index();
            String dropped = statement.concurrentlyDroppedIndex();
            if (index != null) {
                build(file, statement, index);
            } else if (dropped == null || session.indexes().exists(null, dropped)) {
                execute(file, statement);
            }
        } finally {
            session.lockTimeout(options.lockTimeout());
        }
    }

    private void build(OperatorFile file, SqlStatement statement, IndexDefinition index) throws StatementFailure {
        var indexes = session.indexes();
        // Of an attempt that was killed.
        indexes.dropInvalid(index);
        if (indexes.isThere(index)) {
            return;
        }
        try {
            execute(file, statement);
        } catch (StatementFailure e) {
            dropAfter(e, indexes, index);
            throw e;
        }
    }

    private static void dropAfter(StatementFailure failure, LiveIndexes indexes, IndexDefinition index) {
        try {
            indexes.dropInvalid(index);
        } catch (RuntimeException e) {
            // The next migrate finds it.
            failure.addSuppressed(e);
        }
    }

    void execute(OperatorFile file, SqlStatement statement) throws StatementFailure {
        Connection connection = session.connection();
        try (var jdbc = connection.createStatement()) {
            // The text is the server's own SQL: braces are braces.
            jdbc.setEscapeProcessing(false);
            jdbc.execute(statement.text());
        } catch (SQLException e) {
            throw new StatementFailure(file, statement, e);
        }
    }
}
