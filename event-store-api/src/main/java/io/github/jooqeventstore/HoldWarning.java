package io.github.jooqeventstore;

import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Warns, once for each, of transactions that hold the order back for long; never of what they were asked. */
final class HoldWarning {

    private static final System.Logger LOG = System.getLogger(EventStore.class.getName());

    private final Duration patience;
    private final Map<String, Long> firstSeen = new HashMap<>();
    private final Set<String> told = new HashSet<>();

    HoldWarning(Duration patience) {
        this.patience = patience;
    }

    /** Looks at who is awaited now; asks the database only about somebody to be warned of. */
    void watch(Database database, Connection connection, HorizonTracker tracker) throws SQLException {
        Set<String> awaited = tracker.awaited();
        long now = System.nanoTime();
        firstSeen.keySet().retainAll(awaited);
        told.retainAll(awaited);
        Set<String> overdue = new HashSet<>();
        for (String vxid : awaited) {
            long since = firstSeen.computeIfAbsent(vxid, first -> now);
            if (now - since >= patience.toNanos() && told.add(vxid)) {
                overdue.add(vxid);
            }
        }
        if (!overdue.isEmpty()) {
            warn(HolderRows.of(database, connection, overdue), tracker.finalPosition());
        }
    }

    private void warn(List<Horizon.Holder> holders, long finalPosition) {
        for (Horizon.Holder holder : holders) {
            LOG.log(
                    Level.WARNING,
                    "global order: expected transactions that append to end within " + patience.toMillis()
                            + " ms, found " + holder + " open for longer; it holds back all readers behind position "
                            + finalPosition);
        }
    }
}
