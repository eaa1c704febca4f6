package io.github.jooqeventstore.testing;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** What failed where everything is made to fail: counted by kind, and by PostgreSQL's own code where there is one. */
final class Failures {

    private Failures() {}

    static String label(String whose, Throwable failure) {
        String state = sqlState(failure);
        return "failures of a " + whose + ", " + failure.getClass().getSimpleName()
                + (state == null ? "" : " " + state);
    }

    private static @Nullable String sqlState(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return sql.getSQLState();
            }
        }
        return null;
    }
}
