package io.github.jooqeventstore;

import io.github.jooqeventstore.schema.Keys;
import java.sql.SQLException;
import java.util.Objects;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * What the database refused, as the library's own exception where it has a meaning of its own, else as jOOQ's.
 *
 * <p>Errors are told apart by SQLSTATE and constraint name. Of the server's report only its first line is passed on: the
 * detail may quote a whole row.
 */
final class Failures {

    private static final String SERIALIZATION_FAILURE = "40001";
    private static final String DEADLOCK = "40P01";
    private static final String READ_ONLY = "25006";
    private static final String INSUFFICIENT_PRIVILEGE = "42501";
    private static final String UNDEFINED_TABLE = "42P01";
    private static final String UNDEFINED_COLUMN = "42703";
    private static final String INVALID_SCHEMA = "3F000";
    private static final String UNIQUE_VIOLATION = "23505";
    private static final String DIVISION_BY_ZERO = "22012";

    private Failures() {}

    static RuntimeException translate(SQLException thrown) {
        SQLException e = withoutPayload(Objects.requireNonNullElse(lostConnection(thrown), thrown));
        String state = e.getSQLState();
        if (state == null) {
            return new DataAccessException(e.getMessage(), e);
        }
        return switch (state) {
            case SERIALIZATION_FAILURE, DEADLOCK ->
                new TransactionConflictException(
                        "transaction: expected to be alone on its streams, found " + e.getMessage(), state, e);
            case READ_ONLY ->
                new ReadOnlyDatabaseException("database: expected one that can be written, found " + e.getMessage(), e);
            case UNDEFINED_TABLE, UNDEFINED_COLUMN, INVALID_SCHEMA ->
                new IncompatibleSchemaException("event store schema: expected the tables of version "
                        + SchemaCheck.VERSION + ", found " + e.getMessage()
                        + "; migrate the database with SchemaMigrations, or map the schema to where it is");
            default -> new DataAccessException(e.getMessage(), e);
        };
    }

    /** The same for what came through jOOQ; an exception that a listener of the caller's has made of it stays as it is. */
    static RuntimeException translateListenedTo(RuntimeException thrown) {
        SQLException e = causeOf(thrown);
        if (e == null) {
            return thrown;
        }
        RuntimeException translated = translate(e);
        boolean madeByListener = !(thrown instanceof DataAccessException);
        return translated instanceof DataAccessException && madeByListener ? thrown : translated;
    }

    /** The server's report behind an exception, null if there is none. */
    static @Nullable SQLException causeOf(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException e) {
                return e;
            }
        }
        return null;
    }

    private static @Nullable String sqlState(Throwable thrown) {
        SQLException e = causeOf(thrown);
        return e == null ? null : e.getSQLState();
    }

    /** Whether the same event ids were being written at this very moment. */
    static boolean isRepeatedId(Throwable thrown) {
        return UNIQUE_VIOLATION.equals(sqlState(thrown))
                && !isConnectionLost(thrown)
                && Keys.EVENTS_EVENT_ID_IS_UNIQUE.getName().equals(constraint(causeOf(thrown)));
    }

    /** Whether a stream was created that is there already. */
    static boolean isTakenStream(Throwable thrown) {
        return UNIQUE_VIOLATION.equals(sqlState(thrown))
                && Keys.STREAMS_PK.getName().equals(constraint(causeOf(thrown)));
    }

    private static @Nullable String constraint(@Nullable SQLException e) {
        if (e instanceof ServerRefusal refusal) {
            return refusal.constraint;
        }
        ServerErrorMessage report = e instanceof PSQLException reported ? reported.getServerErrorMessage() : null;
        return report == null ? null : report.getConstraint();
    }

    /** Whether the role lacks a right. */
    static boolean isDenied(Throwable thrown) {
        return INSUFFICIENT_PRIVILEGE.equals(sqlState(thrown));
    }

    /** Whether the guard of a statement undid it: a part of it could not be written. */
    static boolean isGuard(Throwable thrown) {
        return DIVISION_BY_ZERO.equals(sqlState(thrown)) && !isConnectionLost(thrown);
    }

    /** Whether the connection ended before the server answered: classes 08 and 57P (shutdown, crash, terminated). */
    static boolean isConnectionLost(Throwable thrown) {
        return lostConnection(causeOf(thrown)) != null;
    }

    /** It may stand behind an error of the statement: whoever ends a session does not wait for a good moment. */
    private static @Nullable SQLException lostConnection(@Nullable SQLException first) {
        for (SQLException e = first; e != null; e = e.getNextException()) {
            String state = e.getSQLState();
            if (state != null && (state.startsWith("08") || state.startsWith("57P"))) {
                return e;
            }
        }
        return null;
    }

    /** What the server said, without what it quoted. */
    static SQLException withoutPayload(SQLException e) {
        if (e instanceof PSQLException reported && reported.getServerErrorMessage() != null) {
            return new ServerRefusal(reported.getServerErrorMessage(), reported);
        }
        return e;
    }

    /** An error of the server: its message, its state, its constraint, and where it was raised; no detail. */
    static final class ServerRefusal extends SQLException {

        private static final long serialVersionUID = 1L;

        private final @Nullable String constraint;

        private ServerRefusal(ServerErrorMessage report, PSQLException origin) {
            super(report.getSeverity() + ": " + message(report), report.getSQLState());
            this.constraint = report.getConstraint();
            setStackTrace(origin.getStackTrace());
        }

        /** The first line, but for errors of class 22, which quote the value in it. */
        private static @Nullable String message(ServerErrorMessage report) {
            String state = report.getSQLState();
            return state != null && state.startsWith("22")
                    ? "a value that the database cannot take, SQLSTATE " + state + "; its log says more"
                    : report.getMessage();
        }
    }
}
