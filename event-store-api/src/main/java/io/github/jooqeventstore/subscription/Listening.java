package io.github.jooqeventstore.subscription;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/**
 * Listens to the notifications of other programs, on a connection of its own, anew whenever it is lost. What was sent
 * meanwhile is not told again: whoever waits is woken, and polling goes on all the time.
 */
final class Listening implements Runnable {

    private static final int WAIT_MILLIS = 10_000;
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private final DataSource dataSource;
    private final String channel;
    private final Wakeups wakeups;
    private final Thread thread =
            Thread.ofVirtual().name("event-store-listening").unstarted(this);
    private volatile boolean ended;
    private volatile @Nullable Connection current;

    Listening(DataSource dataSource, String channel, Wakeups wakeups) {
        this.dataSource = dataSource;
        this.channel = channel;
        this.wakeups = wakeups;
    }

    void start() {
        thread.start();
    }

    void end() {
        ended = true;
        thread.interrupt();
        Connection connection = current;
        if (connection != null) {
            try {
                connection.close();
            } catch (SQLException e) {
                // It was lost already.
            }
        }
    }

    @Override
    public void run() {
        Duration pause = Duration.ofMillis(50);
        while (!ended) {
            long begun = System.nanoTime();
            try (Connection connection = dataSource.getConnection()) {
                current = connection;
                listen(connection);
            } catch (SQLException | RuntimeException e) {
                // Said by nobody who could act on it: polling goes on, and so does this.
            }
            current = null;
            boolean lasted = System.nanoTime() - begun > LONGEST_PAUSE.toNanos();
            pause = lasted ? Duration.ofMillis(50) : shorter(pause.multipliedBy(2), LONGEST_PAUSE);
            try {
                Thread.sleep(ended ? Duration.ZERO : pause);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private void listen(Connection connection) throws SQLException {
        connection.setAutoCommit(true);
        try (Statement statement = connection.createStatement()) {
            // LISTEN takes no parameter, and jOOQ has no word for it; the channel is made of letters, digits and
            // underscores.
            statement.execute("listen " + channel);
        }
        wakeups.wake(0);
        PGConnection notified = connection.unwrap(PGConnection.class);
        while (!ended) {
            PGNotification[] told = notified.getNotifications(WAIT_MILLIS);
            for (PGNotification one : told == null ? new PGNotification[0] : told) {
                wakeups.wake(position(one.getParameter()));
            }
        }
    }

    /** Whoever may connect may notify: what is no position wakes, and announces nothing. */
    static long position(String text) {
        try {
            return Math.max(0, Long.parseLong(text));
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
