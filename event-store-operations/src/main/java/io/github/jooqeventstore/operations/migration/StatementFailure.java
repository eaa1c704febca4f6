package io.github.jooqeventstore.operations.migration;

import io.github.jooqeventstore.operations.lint.SqlStatement;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;

/** The server refused a statement of a file; the message begins with where it stands. */
final class StatementFailure extends SQLException {
    StatementFailure(OperatorFile file, SqlStatement statement, SQLException refusal) {
        super(
                file.path() + ":" + statement.line() + ": expected to run it, found " + said(refusal),
                refusal.getSQLState(),
                refusal);
    }

    // The server's own first line alone: DETAIL may quote rows.
    private static String said(SQLException refusal) {
        var server = refusal instanceof PSQLException found ? found.getServerErrorMessage() : null;
        String message = server == null ? refusal.getMessage() : server.getMessage();
        return message + " (" + refusal.getSQLState() + ")";
    }

    /** {@return the failure among the causes, or null} */
    static @Nullable SQLException in(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException found) {
                return found;
            }
        }
        return null;
    }
}
