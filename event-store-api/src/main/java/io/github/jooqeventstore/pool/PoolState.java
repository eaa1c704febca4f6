package io.github.jooqeventstore.pool;

/**
 * How a pool is at one moment. What to watch is {@link #waiting()}: callers that wait for a minute mean that the pool is
 * too small, or that connections are held too long. No idle connection alone means nothing: then the pool is just right.
 *
 * @param maximum the most connections that it may have
 * @param size the connections that it has
 * @param idle of these, the ones that nobody uses
 * @param active of these, the ones in use
 * @param waiting the callers that wait for a connection
 */
public record PoolState(int maximum, int size, int idle, int active, int waiting) {

    /** Whether all connections that there may be are in use. */
    public boolean isExhausted() {
        return active >= maximum;
    }

    /** As in {@code 20 of 20 connections in use, 0 idle, 3 callers waiting}. */
    @Override
    public String toString() {
        return active + " of " + maximum + " connections in use, " + idle + " idle, " + waiting + " callers waiting";
    }
}
