package io.github.jooqeventstore.subscription;

import io.github.jooqeventstore.EventStoreException;
import io.github.jooqeventstore.ProjectionVersionException;
import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Errors as they are shown and told apart. */
final class Errors {

    /** Serialization failure, deadlock, idle in transaction for too long. */
    private static final Set<String> OF_THE_MOMENT = Set.of("40001", "40P01", "25P03");

    private Errors() {}

    /** The message only where it is the library's own, which holds no payload; of all others the class alone. */
    static String shown(Throwable error) {
        String type = error.getClass().getName();
        if (error instanceof EventStoreException) {
            return type + ": " + error.getMessage();
        }
        String state = sqlState(error);
        return state == null ? type : type + " (SQLSTATE " + state + ")";
    }

    /** Whether the database would take the same at another moment: nothing is wrong with the event. */
    static boolean isOfTheMoment(Throwable error) {
        if (error instanceof ProjectionVersionException) {
            return true;
        }
        String state = sqlState(error);
        return state != null && (state.startsWith("08") || state.startsWith("57P") || OF_THE_MOMENT.contains(state));
    }

    private static @Nullable String sqlState(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException e) {
                return e.getSQLState();
            }
        }
        return null;
    }
}
