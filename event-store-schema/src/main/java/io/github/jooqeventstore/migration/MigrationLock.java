package io.github.jooqeventstore.migration;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/**
 * Lets one instance at a time migrate a schema.
 *
 * <p>The lock is asked for again and again instead of waited for: a session that waits in the server holds a snapshot, and an
 * index that the other instance builds concurrently would wait for that one, without end.
 */
final class MigrationLock implements AutoCloseable {
    private static final long PAUSE_MILLIS = 50;
    private static final String KEY = "hashtextextended('event store migration of ' || ?, 0)";

    private final StoreSession session;

    private MigrationLock(StoreSession session) {
        this.session = session;
    }

    static MigrationLock take(StoreSession session, Duration patience) {
        long begin = System.nanoTime();
        while (!session.attempt("to lock its migration", () -> tryLock(session))) {
            if (Duration.ofNanos(System.nanoTime() - begin).compareTo(patience) >= 0) {
                throw busy(session, "within " + patience.toMillis() + " ms");
            }
            try {
                Thread.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw busy(session, "before this thread was interrupted");
            }
        }
        return new MigrationLock(session);
    }

    private static boolean tryLock(StoreSession session) throws SQLException {
        return session.query("select pg_try_advisory_lock(" + KEY + ")", row -> row.getBoolean(1), session.schema())
                .get(0);
    }

    private static SchemaException busy(StoreSession session, String bound) {
        List<Integer> holders = session.attempt(
                "to find who holds its lock",
                () -> session.query("""
                select l.pid from pg_locks l join pg_database d on d.oid = l.database
                where d.datname = current_database() and l.locktype = 'advisory' and l.granted and l.objsubid = 1
                  and (l.classid::bigint << 32) | l.objid::bigint = %s
                """.formatted(KEY), row -> row.getInt(1), session.schema()));
        return new SchemaException.Busy(
                session.subject(), "the lock of its migration " + bound, "it held by server process " + holders);
    }

    /** The lock ends with the session at the latest; an error here would hide the one before. */
    @Override
    public void close() {
        try {
            session.query("select pg_advisory_unlock(" + KEY + ")", row -> row.getBoolean(1), session.schema());
        } catch (SQLException e) {
            // A pooled connection that is broken is thrown away, and the lock with it.
        }
    }
}
