package io.github.jooqeventstore.operations.migration;

import java.sql.Connection;
import java.sql.SQLException;

/** Reads events again and again while a migration waits for its lock, and measures how long the longest read took. */
final class ReadersBehind {
    /** What a busy machine may add to a lock timeout. */
    static final long MARGIN_MILLIS = 2_000;

    private final MigrationTrial trial;
    private long longestNanos;

    ReadersBehind(MigrationTrial trial) {
        this.trial = trial;
    }

    /** Reads until the migration has waited, and given way, so many times. */
    void readDuringEpisodes(int episodes) throws SQLException {
        try (Connection connection = trial.store().dataSource().getConnection();
                var statement = connection.createStatement()) {
            for (int done = 0; done < episodes; ) {
                boolean waited = isWaiting(connection);
                long begin = System.nanoTime();
                statement
                        .executeQuery("select 1 from event_store.events limit 1")
                        .close();
                longestNanos = Math.max(longestNanos, System.nanoTime() - begin);
                if (waited) {
                    done++;
                }
            }
        }
    }

    private static boolean isWaiting(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(
                        "select 1 from pg_locks where not granted and mode = 'AccessExclusiveLock'")) {
            return rows.next();
        }
    }

    long longestMillis() {
        return longestNanos / 1_000_000;
    }
}
