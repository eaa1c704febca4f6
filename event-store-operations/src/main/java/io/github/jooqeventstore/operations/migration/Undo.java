package io.github.jooqeventstore.operations.migration;

import io.github.jooqeventstore.operations.DatabaseFailures;
import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsException;
import io.github.jooqeventstore.operations.Progress;
import io.github.jooqeventstore.operations.lint.Lint;
import io.github.jooqeventstore.operations.lint.LintFinding;
import io.github.jooqeventstore.operations.lint.SqlStatement;
import io.github.jooqeventstore.operations.migration.MigrationLine.Status;
import java.sql.SQLException;
import java.util.List;
import org.jooq.exception.DataAccessException;

/** Undoes the last of the operator's migrations by the file that belongs to it. */
final class Undo {
    private final MigrationSession session;
    private final MigrationOptions options;
    private final OperatorFiles files;
    private final FileRunner runner;
    private final OperatorHistory history;

    Undo(MigrationSession session, MigrationOptions options) {
        this.session = session;
        this.options = options;
        this.files = OperatorFiles.read(options.location());
        this.runner = new FileRunner(session, options, Progress.NONE);
        this.history = OperatorHistory.read(session, OperatorFlyway.of(session, files, runner));
    }

    UndoPlan plan() {
        OperatorFile file = undoFile();
        List<LintFinding> refusals = Lint.ofSchema(session.schema()).readUndo(file.script()).stream()
                .filter(LintFinding::isError)
                .toList();
        if (!refusals.isEmpty()) {
            LintFinding first = refusals.getFirst();
            throw refused(
                    first.file() + ":" + first.line(),
                    "what destroys nothing",
                    first.rule() + ", " + first.found() + ": write a new migration instead");
        }
        return new UndoPlan(
                session.schema(),
                file.version(),
                file.description(),
                file.path().toString(),
                file.script().statements().stream().map(SqlStatement::text).toList());
    }

    private OperatorFile undoFile() {
        List<Integer> applied = history.versions(Status.APPLIED);
        if (applied.isEmpty()) {
            throw refused(
                    "schema " + session.schema(), "a migration of the operator's, as its file says", "none applied");
        }
        int version = applied.getLast();
        OperatorFile file = files.undo(version);
        if (file == null) {
            throw refused(
                    "version " + version,
                    "a file U" + version + "__….sql in " + files.location() + " that undoes it",
                    "none: write one, or a new migration");
        }
        return file;
    }

    private static OperationsException refused(String subject, String expectation, String found) {
        return new OperationsException(
                ExitCode.REFUSED, subject + ": expected " + expectation + ", found " + found + "; nothing was done");
    }

    UndoPlan run() {
        UndoPlan plan = plan();
        OperatorFile file = undoFile();
        try {
            new LockRetries(session, options).run(() -> {
                if (file.script().transactional()) {
                    session.dsl().transaction(transaction -> runAndForget(file));
                } else {
                    attempt(file);
                }
                return true;
            });
        } catch (DataAccessException e) {
            SQLException refusal = StatementFailure.in(e);
            if (refusal == null) {
                throw e;
            }
            throw new OperationsException(
                    DatabaseFailures.of("", "", refusal).exitCode(), String.valueOf(refusal.getMessage()), e);
        }
        return plan;
    }

    private void attempt(OperatorFile file) {
        try {
            runAndForget(file);
        } catch (SQLException e) {
            throw new DataAccessException(String.valueOf(e.getMessage()), e);
        }
    }

    private void runAndForget(OperatorFile file) throws SQLException {
        runner.run(file);
        history.forget(file.version());
    }
}
