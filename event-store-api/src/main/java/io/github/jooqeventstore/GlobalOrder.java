package io.github.jooqeventstore;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How far the one order of all events is final: found out once and shared by all readers of a store.
 *
 * <p>Two statements, in this order, each with a snapshot of its own: the head, then those who hold a lock on
 * {@code events}. A third one must read the events, after these two have said that they are final: a snapshot taken before
 * would be older than the locks. Every statement commits by itself, so the session's isolation level does not matter: under
 * REPEATABLE READ and SERIALIZABLE, too, a transaction of one statement has one snapshot, taken when it begins.
 *
 * <p>What is final belongs to the instance on which it was found out: this table, in this epoch of the store, on a server
 * that was started then. After a failover or a restore, positions may be handed out again. So a page of events says whether
 * it comes from the instance that {@link Known} names. If it does not, nothing counts as final for it but what follows
 * without a gap, and the question is asked again on its own connection. A head that has gone back tells of another history,
 * too.
 *
 * <p>One thread asks at a time; whoever has waited for it uses what it found, if it began to ask after they came. Looking
 * at the locks costs the more, the more transactions there are (1,000 of them: 24 ms), so at most a quarter of the time
 * is spent with it.
 */
final class GlobalOrder {

    /** What is known: empty and 0 before the first question. */
    record Known(String instance, long finalPosition, long headPosition) {}

    private record Head(String instance, boolean replica, long published, long position) {}

    private record Lockers(String instance, Set<String> living) {}

    private static final int MAX_INSTANCES = 16;
    private static final long LONGEST_PAUSE_NANOS = 50_000_000;
    private static final int PAUSE_FACTOR = 3;

    private final HoldWarning warning;
    private final ReentrantLock asking = new ReentrantLock();
    private final Map<String, HorizonTracker> trackers = new LinkedHashMap<>();
    private long begun = System.nanoTime();
    private long notBefore = begun;
    private volatile Known known = new Known("", 0, 0);

    GlobalOrder(HoldWarning warning) {
        this.warning = warning;
    }

    /** What was found out last; what has never been asked is asked first. */
    Known known(Database database, Connection connection) throws SQLException {
        return known.instance().isEmpty() ? refresh(database, connection) : known;
    }

    /** What is true now, or was when another thread asked after this call began. */
    Known refresh(Database database, Connection connection) throws SQLException {
        long came = System.nanoTime();
        asking.lock();
        try {
            return begun - came > 0 ? known : ask(database, connection);
        } finally {
            asking.unlock();
        }
    }

    /** What is true now, where that connection leads. */
    Known ask(Database database, Connection connection) throws SQLException {
        asking.lock();
        try {
            pause();
            long start = System.nanoTime();
            Head head = database.query(connection, Statement.HEAD_OF_ALL, new Binds(), GlobalOrder::head);
            HorizonTracker tracker = tracker(database, connection, head);
            if (head.replica()) {
                tracker.isFinalThrough(Math.min(head.published(), head.position()));
            } else if (head.position() > tracker.finalPosition()) {
                observe(database, connection, head, tracker);
            }
            known = new Known(head.instance(), tracker.finalPosition(), head.position());
            begun = start;
            return known;
        } finally {
            asking.unlock();
        }
    }

    /** Who holds the order back, asked now. */
    Horizon horizon(Database database, Connection connection) throws SQLException {
        asking.lock();
        try {
            Known now = ask(database, connection);
            Set<String> awaited = awaited(now.instance());
            return new Horizon(
                    now.finalPosition(),
                    now.headPosition(),
                    awaited.isEmpty() ? List.of() : HolderRows.of(database, connection, awaited));
        } finally {
            asking.unlock();
        }
    }

    private Set<String> awaited(String instance) {
        HorizonTracker tracker = trackers.get(instance);
        return tracker == null ? Set.of() : tracker.awaited();
    }

    private void observe(Database database, Connection connection, Head head, HorizonTracker tracker)
            throws SQLException {
        long start = System.nanoTime();
        Lockers lockers = database.query(connection, Statement.LOCKERS_OF_EVENTS, new Binds(), GlobalOrder::lockers);
        long end = System.nanoTime();
        notBefore = end + Math.min(LONGEST_PAUSE_NANOS, PAUSE_FACTOR * (end - start));
        if (lockers.instance().equals(head.instance())) {
            tracker.observe(head.position(), lockers.living());
            warning.watch(database, connection, tracker);
        }
    }

    /** The tracker of an instance; a new one begins by making sure that positions are handed out one by one. */
    private HorizonTracker tracker(Database database, Connection connection, Head head) throws SQLException {
        HorizonTracker tracker = trackers.get(head.instance());
        if (tracker != null && tracker.finalPosition() <= head.position()) {
            return tracker;
        }
        database.query(connection, Statement.IDENTITY_OF_EVENTS, new Binds(), IdentityCheck::check);
        if (trackers.size() >= MAX_INSTANCES) {
            trackers.clear();
        }
        HorizonTracker fresh = new HorizonTracker();
        trackers.put(head.instance(), fresh);
        return fresh;
    }

    private void pause() {
        for (long left = notBefore - System.nanoTime(); left > 0; left = notBefore - System.nanoTime()) {
            LockSupport.parkNanos(left);
            if (Thread.currentThread().isInterrupted()) {
                return;
            }
        }
    }

    private static Head head(ResultSet row) throws SQLException {
        if (!row.next()) {
            throw new IncompatibleSchemaException(
                    "global order: expected the store's own row, found table store empty");
        }
        return new Head(row.getString(1), row.getBoolean(2), row.getLong(3), row.getLong(4));
    }

    private static Lockers lockers(ResultSet rows) throws SQLException {
        String instance = "";
        Set<String> living = new HashSet<>();
        while (rows.next()) {
            instance = rows.getString(1);
            String vxid = rows.getString(2);
            if (vxid != null) {
                living.add(vxid);
            }
        }
        return new Lockers(instance, living);
    }
}
