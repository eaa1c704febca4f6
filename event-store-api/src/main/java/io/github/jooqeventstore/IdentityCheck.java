package io.github.jooqeventstore;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Whether positions are handed out one by one.
 *
 * <p>A session that takes several from the sequence at once gives one of them to an event much later, in a transaction that
 * nobody could have waited for.
 */
final class IdentityCheck {

    private IdentityCheck() {}

    /** Takes the sequence of the column position. */
    static @Nullable Void check(ResultSet sequence) throws SQLException {
        if (!sequence.next()) {
            throw new GlobalOrderException(
                    "global order: expected column position of events to be an identity column, found no sequence of its"
                            + " own",
                    null);
        }
        long cache = sequence.getLong(1);
        long increment = sequence.getLong(2);
        if (cache != 1 || increment != 1) {
            throw new GlobalOrderException(
                    "global order: expected the identity column position of events to have cache 1 and increment 1, found"
                            + " cache " + cache + " and increment " + increment
                            + "; alter the column with set cache 1 set increment 1",
                    null);
        }
        return null;
    }
}
