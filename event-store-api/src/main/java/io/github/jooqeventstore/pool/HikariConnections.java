package io.github.jooqeventstore.pool;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Wrapper;
import javax.sql.DataSource;

/** The only class that knows HikariCP, so that a missing one can be told. */
final class HikariConnections implements Wrapper {

    private final int maximum;
    private final HikariDataSource hikari;

    HikariConnections(PoolOptions options, DataSource target) {
        this.maximum = options.maximumSize();
        HikariConfig config = new HikariConfig();
        config.setPoolName(options.name());
        config.setDataSource(target);
        config.setMaximumPoolSize(options.maximumSize());
        config.setMinimumIdle(options.minimumIdle());
        config.setConnectionTimeout(options.times().acquire().toMillis());
        config.setIdleTimeout(options.times().idle().toMillis());
        config.setMaxLifetime(options.times().lifetime().toMillis());
        config.setKeepaliveTime(options.times().keepalive().toMillis());
        config.setValidationTimeout(options.times().validation().toMillis());
        // Whoever opens the pool has logged in a moment ago.
        config.setInitializationFailTimeout(-1);
        this.hikari = new HikariDataSource(config);
    }

    /** Loads a class of HikariCP, which fails if it is not there. */
    static void requirePresent() {
        new HikariConfig();
    }

    Connection take() throws SQLException {
        return hikari.getConnection();
    }

    PoolState state() {
        HikariPoolMXBean pool = hikari.getHikariPoolMXBean();
        return new PoolState(
                maximum,
                pool.getTotalConnections(),
                pool.getIdleConnections(),
                pool.getActiveConnections(),
                pool.getThreadsAwaitingConnection());
    }

    void close() {
        hikari.close();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return hikari.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return hikari.isWrapperFor(type);
    }
}
