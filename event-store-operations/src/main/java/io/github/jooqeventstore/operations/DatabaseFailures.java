package io.github.jooqeventstore.operations;

import java.sql.SQLException;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What an error of the server means for a command. */
public final class DatabaseFailures {
    private DatabaseFailures() {}

    /**
     * {@return the failure that an error of the server or of the connection amounts to}
     *
     * @param subject what it is about, such as a target or a table
     * @param expectation what should have been there or happened
     * @param cause the error: a {@link SQLException}, or jOOQ's wrapping of one
     */
    public static OperationsException of(String subject, String expectation, Exception cause) {
        SQLException error = sqlException(cause);
        String state = error == null ? null : error.getSQLState();
        return new OperationsException(
                exitCode(state), subject + ": expected " + expectation + ", found " + told(cause, error), cause);
    }

    // The server's own first line alone: DETAIL may quote rows.
    private static String told(Exception cause, @Nullable SQLException error) {
        String tls = error == null ? null : TlsFailures.told(error);
        if (tls != null) {
            return tls;
        }
        if (error instanceof PSQLException found) {
            ServerErrorMessage server = found.getServerErrorMessage();
            if (server != null && server.getMessage() != null) {
                return server.getMessage() + " (" + server.getSQLState() + ")";
            }
        }
        Exception said = error == null ? cause : error;
        String message = said.getMessage();
        return message == null
                ? said.getClass().getSimpleName()
                : message.lines().findFirst().orElse("");
    }

    private static @Nullable SQLException sqlException(Exception cause) {
        if (cause instanceof SQLException error) {
            return error;
        }
        return cause instanceof DataAccessException wrapped ? wrapped.getCause(SQLException.class) : null;
    }

    private static ExitCode exitCode(@Nullable String state) {
        if (state == null || state.startsWith("08") || state.equals("3D000") || state.startsWith("57P")) {
            return ExitCode.CANNOT_CONNECT;
        }
        if (state.startsWith("28") || state.equals("42501")) {
            return ExitCode.LOGIN_REFUSED;
        }
        return switch (state) {
            case "53100" -> ExitCode.NO_SPACE;
            case "55P03", "57014", "40P01" -> ExitCode.LOCKED;
            default -> ExitCode.CHECK_FAILED;
        };
    }
}
