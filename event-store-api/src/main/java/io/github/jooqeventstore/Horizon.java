package io.github.jooqeventstore;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far the one order of all events is final, and who holds it back: a value for operators.
 *
 * @param finalPosition the position up to which no event can appear any more
 * @param headPosition the highest position of a committed event; what lies between the two waits for the holders
 * @param holders the transactions that hold the order back, because they have appended (or tried to) and have not ended
 */
public record Horizon(long finalPosition, long headPosition, List<Holder> holders) {

    /** Copies the holders. */
    public Horizon {
        holders = List.copyOf(holders);
    }

    /** A transaction that holds the order back. */
    public sealed interface Holder permits Session, PreparedTransaction {

        /** Since when it is open or prepared; null where the role may not see it. */
        @Nullable
        Instant since();
    }

    /**
     * A transaction of a session that is there.
     *
     * @param pid the process of the server that {@code pg_terminate_backend} takes
     * @param since when the transaction began; null where the role may not see it
     * @param applicationName what the session calls itself; may be empty
     * @param query what it was last asked, as PostgreSQL shows it to this role: it may hold payloads; null if hidden
     */
    public record Session(
            int pid,
            @Nullable Instant since,
            String applicationName,
            @Nullable String query) implements Holder {

        /** Without the query, which may hold payloads. */
        @Override
        public String toString() {
            return "session of pid " + pid + (applicationName.isEmpty() ? "" : " (" + applicationName + ")");
        }
    }

    /**
     * A prepared transaction, which belongs to no session and stays until somebody ends it.
     *
     * @param gid the name that {@code commit prepared} and {@code rollback prepared} take
     * @param since when it was prepared
     * @param owner the role that prepared it
     */
    public record PreparedTransaction(String gid, Instant since, String owner) implements Holder {

        @Override
        public String toString() {
            return "prepared transaction " + gid + " of role " + owner;
        }
    }
}
