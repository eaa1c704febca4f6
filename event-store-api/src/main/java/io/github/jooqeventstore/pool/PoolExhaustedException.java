package io.github.jooqeventstore.pool;

import java.sql.SQLTransientConnectionException;

/**
 * No connection became free in time: all were in use. SQLSTATE 53300.
 *
 * <p>Nothing was sent, so asking again is safe; when it happens under usual load, hold connections for a shorter time
 * (no calls to other services while one is held) or see {@link PoolSizing}. jOOQ wraps it:
 * {@code dataAccessException.getCause(PoolExhaustedException.class)}.
 */
public final class PoolExhaustedException extends SQLTransientConnectionException {

    private static final long serialVersionUID = 1L;
    private static final String TOO_MANY_CONNECTIONS = "53300";

    private final transient PoolState state;

    PoolExhaustedException(PoolOptions options, PoolState state) {
        super(
                "pool " + options.name() + ": expected a connection within "
                        + options.times().acquire().toMillis() + " ms, found " + state,
                TOO_MANY_CONNECTIONS);
        this.state = state;
    }

    /** The pool when the caller's patience had ended; the caller itself waits no more. */
    public PoolState state() {
        return state;
    }
}
