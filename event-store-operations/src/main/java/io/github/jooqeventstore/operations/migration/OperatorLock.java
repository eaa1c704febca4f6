package io.github.jooqeventstore.operations.migration;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.function;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.val;

import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsException;
import java.time.Duration;
import java.util.function.Supplier;
import org.jooq.Field;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.SQLDataType;

/**
 * Lets one at a time migrate a schema, the operator's files included.
 *
 * <p>Asked for again and again instead of waited for: a session that waits in the server holds a snapshot, and an index that
 * the other one builds concurrently would wait for that, without end.
 */
final class OperatorLock {
    private static final long PAUSE_MILLIS = 100;

    private final MigrationSession session;

    private OperatorLock(MigrationSession session) {
        this.session = session;
    }

    /** {@return what the work returns} The lock is held while it runs. */
    static <T> T holding(MigrationSession session, Duration patience, Supplier<T> work) {
        OperatorLock lock = take(session, patience);
        try {
            return work.get();
        } finally {
            lock.release();
        }
    }

    private static OperatorLock take(MigrationSession session, Duration patience) {
        long begin = System.nanoTime();
        while (!ask(session, "pg_try_advisory_lock")) {
            if (System.nanoTime() - begin >= patience.toNanos()) {
                throw new OperationsException(
                        ExitCode.LOCKED,
                        "schema " + session.schema() + ": expected the lock of its migration within "
                                + patience.toMillis() + " ms, found it held by server process " + holder(session)
                                + "; ask again when it has finished, or wait longer with --wait");
            }
            Pause.of(PAUSE_MILLIS);
        }
        return new OperatorLock(session);
    }

    private static boolean ask(MigrationSession session, String function) {
        return session.dsl().fetchValue(function(function, SQLDataType.BOOLEAN, key(session)));
    }

    private static Field<Long> key(MigrationSession session) {
        return function(
                "hashtextextended",
                SQLDataType.BIGINT,
                val("event store operator migration of " + session.schema()),
                inline(0L));
    }

    // pg_locks shows the two halves of the key; jOOQ has no shifts of a catalog's oid.
    private static String holder(MigrationSession session) {
        return String.valueOf(session.dsl().fetchValue(field("""
                        (select l.pid from pg_locks l
                          join pg_database d on d.oid = l.database and d.datname = current_database()
                        where l.locktype = 'advisory' and l.granted and l.objsubid = 1
                          and (l.classid::bigint << 32) | l.objid::bigint = {0})""", SQLDataType.INTEGER, key(session))));
    }

    // The lock ends with the session at the latest; an error here would hide the one before.
    private void release() {
        try {
            ask(session, "pg_advisory_unlock");
        } catch (DataAccessException e) {
            // The connection is gone, and the lock with it.
            return;
        }
    }
}
