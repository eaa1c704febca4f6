package io.github.jooqeventstore.migration;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** What the database's errors mean here. */
final class SqlErrors {
    private SqlErrors() {}

    /** {@return the exception that fits the error's state} */
    static SchemaException of(String subject, String expectation, SQLException error) {
        SchemaException exception = withoutCause(subject, expectation, error);
        exception.initCause(error);
        return exception;
    }

    private static SchemaException withoutCause(String subject, String expectation, SQLException error) {
        String state = error.getSQLState() == null ? "" : error.getSQLState();
        String found = text(error);
        // 42501: insufficient privilege; 25006: a read-only transaction, as on a replica.
        if (state.equals("42501") || state.equals("25006")) {
            return new SchemaException.NotAllowed(subject, expectation, found, state);
        }
        // 08: the connection; 57P: ended by an administrator, a crash or a shutdown.
        if (state.startsWith("08") || state.startsWith("57P")) {
            return new SchemaException.Unreachable(subject, expectation, found, state);
        }
        return new SchemaException.StatementFailed(subject, expectation, found, error.getSQLState());
    }

    /** {@return the error that says most: the innermost one with a state, else the innermost one; null when there is none} */
    static @Nullable SQLException sqlException(Throwable failure) {
        SQLException found = null;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql
                    && (found == null || found.getSQLState() == null || sql.getSQLState() != null)) {
                found = sql;
            }
        }
        return found;
    }

    static String text(Throwable failure) {
        String message = failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        String state =
                failure instanceof SQLException sql && sql.getSQLState() != null ? " (" + sql.getSQLState() + ")" : "";
        return message.strip().replaceAll("\\s+", " ") + state;
    }
}
