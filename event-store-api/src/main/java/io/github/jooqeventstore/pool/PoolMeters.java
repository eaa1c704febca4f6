package io.github.jooqeventstore.pool;

import com.zaxxer.hikari.HikariDataSource;
import io.github.jooqeventstore.InvalidInputException;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.sql.SQLException;

/**
 * The pool as Micrometer's meters, HikariCP's own: {@code hikaricp.connections} and {@code .active}, {@code .idle},
 * {@code .pending}, {@code .max}, {@code .min}; the timers {@code .acquire}, {@code .usage}, {@code .creation}; the counter
 * {@code .timeout}. Tag: {@code pool}.
 *
 * <p>What to watch is {@code pending}, and {@code acquire}. Needs {@code io.micrometer:micrometer-core} on the class path.
 */
public final class PoolMeters implements MeterBinder {

    private final Pool pool;

    private PoolMeters(Pool pool) {
        this.pool = pool;
    }

    /** The meters of that pool. */
    public static PoolMeters of(Pool pool) {
        return new PoolMeters(InvalidInputException.requirePresent("pool meters", "pool", pool));
    }

    /**
     * Meters are there from now on, until the pool is closed.
     *
     * @throws IllegalStateException if the pool has a registry already: HikariCP takes one, which may be a composite
     */
    @Override
    public void bindTo(MeterRegistry registry) {
        try {
            pool.unwrap(HikariDataSource.class).setMetricRegistry(registry);
        } catch (SQLException e) {
            throw new IllegalStateException(pool + ": expected one of HikariCP's, found " + e.getMessage(), e);
        }
    }
}
