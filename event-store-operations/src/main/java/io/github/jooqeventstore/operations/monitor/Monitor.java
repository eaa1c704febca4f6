package io.github.jooqeventstore.operations.monitor;

import io.github.jooqeventstore.operations.DatabaseFailures;
import io.github.jooqeventstore.operations.DatabaseTarget;
import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsDatabase;
import io.github.jooqeventstore.operations.OperationsException;
import io.github.jooqeventstore.operations.backup.Catalog;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Measures a store and its server from outside, each time on a new connection that it keeps for the moment.
 *
 * <p>What a missing extension or a missing right hides is left out and named; the rest is read all the same. No query takes
 * longer than its bound, and none counts events.
 */
public final class Monitor {
    static final Metric UP = Metric.gauge("up", "1 when the database answered, 0 when it did not.");
    static final Metric DEGRADED = Metric.gauge("monitor_degraded", "1 for a group of figures that could not be read.");

    private static final Duration QUERY_BOUND = Duration.ofSeconds(5);

    private final DatabaseTarget target;
    private final List<Group> groups;
    private final @Nullable Catalog backups;

    private Monitor(DatabaseTarget target, List<Group> groups, @Nullable Catalog backups) {
        this.target = target;
        this.groups = groups;
        this.backups = backups;
    }

    /** {@return one for the store and the server of the target} */
    public static Monitor of(DatabaseTarget target) {
        return new Monitor(target, groups(), null);
    }

    /** {@return the same, and of the backups in a folder that this program can read} */
    public Monitor backups(Catalog folder) {
        return new Monitor(target, groups, folder);
    }

    /** {@return everything that may be measured} */
    public static List<Metric> everything() {
        List<Metric> all = new ArrayList<>(List.of(UP, DEGRADED));
        groups().forEach(group -> all.addAll(group.metrics()));
        all.addAll(BackupFigures.METRICS);
        return List.copyOf(all);
    }

    private static List<Group> groups() {
        return Stream.of(StoreGroups.all(), ServerGroups.all(), LogGroups.all())
                .flatMap(List::stream)
                .toList();
    }

    /** {@return what is measured now} A database that does not answer is a reading, too: {@code event_store_up 0}. */
    public Readings read() {
        List<Figure> figures = new ArrayList<>();
        Map<String, String> degraded = new TreeMap<>();
        try (var database = OperationsDatabase.open(target)) {
            bound(database);
            groups.forEach(group -> read(group, database, figures, degraded));
            figures.addFirst(new Figure(UP, Map.of(), 1));
        } catch (OperationsException e) {
            if (e.exitCode() != ExitCode.CANNOT_CONNECT && e.exitCode() != ExitCode.LOGIN_REFUSED) {
                throw e;
            }
            degraded.put("connection", String.valueOf(e.getMessage()));
            figures.addFirst(new Figure(UP, Map.of(), 0));
        }
        readBackups(figures, degraded);
        degraded.keySet().forEach(group -> figures.add(new Figure(DEGRADED, Map.of("group", group), 1)));
        return new Readings(figures, degraded);
    }

    private void readBackups(List<Figure> figures, Map<String, String> degraded) {
        if (backups != null) {
            try {
                figures.addAll(BackupFigures.of(backups));
            } catch (OperationsException e) {
                degraded.put("backups", String.valueOf(e.getMessage()));
            }
        }
    }

    private static void read(
            Group group, OperationsDatabase database, List<Figure> figures, Map<String, String> degraded) {
        try {
            figures.addAll(group.read(database));
        } catch (RuntimeException e) {
            // Whatever it is, the other groups are worth as much without this one.
            degraded.put(
                    group.name(),
                    String.valueOf(
                            DatabaseFailures.of(group.name(), "to read it", e).getMessage()));
        }
    }

    private void bound(OperationsDatabase database) {
        try (Statement statement = database.connection().createStatement()) {
            // A setting of the session: jOOQ has no statement for it, and the value is a constant.
            statement.execute("set statement_timeout = " + QUERY_BOUND.toMillis());
        } catch (SQLException e) {
            throw DatabaseFailures.of(target.toString(), "to bound the time of queries", e);
        }
    }
}
