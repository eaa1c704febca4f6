package io.github.jooqeventstore.pool;

import io.github.jooqeventstore.InvalidInputException;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;

/**
 * A pool of connections to PostgreSQL, as a {@link DataSource} that says what is wrong with it.
 *
 * <pre>{@code
 * try (Pool pool = Pool.open(PoolOptions.production(url, user, password).name("orders"))) {
 *     EventStore store = EventStore.using(DSL.using(pool, SQLDialect.POSTGRES), types);
 *     …
 * }
 * }</pre>
 *
 * <p>A connection that nobody has used for half a second is checked before it is handed out. Connections commit each
 * statement by themselves, and carry TCP keep-alive, a time-out for answers and the pool's name. Migrations that run for
 * longer than the socket time-out need a connection of their own.
 *
 * <p>Safe for use by many threads.
 */
public final class Pool implements DataSource, AutoCloseable {

    private final PoolOptions options;
    private final HikariConnections connections;

    private Pool(PoolOptions options, HikariConnections connections) {
        this.options = options;
        this.connections = connections;
    }

    /**
     * Opens a pool, after one login to see that the server is there and lets the user in: a wrong password or address is
     * told at once.
     *
     * @throws DataAccessException if there is no connection, with {@link LoginRefusedException} or the driver's exception
     *     as its cause
     * @throws IllegalStateException if {@code com.zaxxer:HikariCP} is not on the class path
     */
    public static Pool open(PoolOptions options) {
        InvalidInputException.requirePresent("pool", "options", options);
        DataSource target = Target.dataSource(options);
        requireHikari(options);
        logIn(options, target);
        return new Pool(options, new HikariConnections(options, target));
    }

    private static void requireHikari(PoolOptions options) {
        try {
            HikariConnections.requirePresent();
        } catch (NoClassDefFoundError e) {
            throw new IllegalStateException(
                    "pool " + options.name() + ": expected com.zaxxer:HikariCP on the class path, found none; add it to"
                            + " the dependencies",
                    e);
        }
    }

    private static void logIn(PoolOptions options, DataSource target) {
        try {
            target.getConnection().close();
        } catch (SQLException e) {
            SQLException refusal = ConnectionRefusals.of(options, e);
            throw new DataAccessException(String.valueOf(refusal.getMessage()), refusal);
        }
    }

    /**
     * A connection; closing it gives it back.
     *
     * @throws PoolExhaustedException if all are in use for the whole acquire time-out
     * @throws LoginRefusedException if the server lets nobody in (any more); known after the acquire time-out, since the
     *     pool tries again meanwhile
     * @throws SQLException if the server is not reached within the acquire time-out, or the pool is closed
     */
    @Override
    public Connection getConnection() throws SQLException {
        try {
            return connections.take();
        } catch (SQLException e) {
            throw ConnectionRefusals.of(options, state(), e);
        }
    }

    /** Size, idle, active and waiting at this moment; all 0 once it is closed. */
    public PoolState state() {
        return connections.state();
    }

    /** Closes the pool and its connections, also those in use. */
    @Override
    public void close() {
        connections.close();
    }

    /** Always refused: a pool is one user's. */
    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException("pool " + options.name() + ": logs in as one user only");
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    /** Always refused: the pool logs through SLF4J. */
    @Override
    public void setLogWriter(@Nullable PrintWriter out) throws SQLException {
        throw new SQLFeatureNotSupportedException("pool " + options.name() + ": logs through SLF4J");
    }

    /** Always refused: {@link PoolTimes#connect()} is it. */
    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        throw new SQLFeatureNotSupportedException("pool " + options.name() + ": its options are set when it is opened");
    }

    @Override
    public int getLoginTimeout() {
        return Math.toIntExact(options.times().connect().toSeconds());
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("pool " + options.name() + ": logs through SLF4J");
    }

    /** This, or HikariCP's data source, for its metrics and JMX. */
    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        return connections.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return type.isInstance(this) || connections.isWrapperFor(type);
    }

    /** Name, address, and how it is at this moment. */
    @Override
    public String toString() {
        return options + ", " + state();
    }
}
