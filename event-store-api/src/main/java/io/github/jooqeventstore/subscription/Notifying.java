package io.github.jooqeventstore.subscription;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;

/**
 * Tells other programs of appends, on a connection of its own and behind the appends: NOTIFY in an append's transaction would
 * have all commits of the server wait for each other. However many appends there are, one notification goes out at a time.
 */
final class Notifying implements Runnable {

    private static final Duration BETWEEN = Duration.ofMillis(5);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

    private final DataSource dataSource;
    private final String channel;
    private final AtomicLong newest = new AtomicLong();
    private final Thread thread =
            Thread.ofVirtual().name("event-store-notifying").unstarted(this);
    private volatile boolean ended;

    Notifying(DataSource dataSource, String channel) {
        this.dataSource = dataSource;
        this.channel = channel;
    }

    void start() {
        thread.start();
    }

    void end() {
        ended = true;
        LockSupport.unpark(thread);
    }

    /** Takes what is to be told; sends nothing itself. */
    void appended(long position) {
        newest.accumulateAndGet(position, Math::max);
        LockSupport.unpark(thread);
    }

    @Override
    public void run() {
        while (!ended) {
            try (Connection connection = dataSource.getConnection()) {
                connection.setAutoCommit(true);
                // jOOQ has no word for it; channel and position are values.
                try (PreparedStatement statement = connection.prepareStatement("select pg_catalog.pg_notify(?, ?)")) {
                    tell(statement);
                }
            } catch (SQLException | RuntimeException e) {
                // Others poll meanwhile.
                LockSupport.parkNanos(AFTER_FAILURE.toNanos());
            }
        }
    }

    private void tell(PreparedStatement statement) throws SQLException {
        long told = 0;
        while (!ended) {
            long position = newest.get();
            if (position == told) {
                LockSupport.park(this);
                continue;
            }
            statement.setString(1, channel);
            statement.setString(2, Long.toString(position));
            statement.execute();
            told = position;
            LockSupport.parkNanos(BETWEEN.toNanos());
        }
    }
}
