package io.github.jooqeventstore.subscription;

import java.time.Duration;

/**
 * The lease of a partition, as its holder knows it.
 *
 * <p>It ends by the holder's own clock, counted from before the server was asked and a tenth early: before it can have ended
 * by the server's.
 */
final class Lease {

    private final int partition;
    private final long token;
    private final long lengthNanos;
    private volatile long endsAt;
    private volatile boolean lost;

    Lease(int partition, long token, Duration length, long askedAt) {
        this.partition = partition;
        this.token = token;
        this.lengthNanos = length.toNanos() / 10 * 9;
        this.endsAt = askedAt + lengthNanos;
    }

    int partition() {
        return partition;
    }

    long token() {
        return token;
    }

    /** Renewed by a statement that was sent not before that moment. */
    void renewed(long askedAt) {
        endsAt = askedAt + lengthNanos;
    }

    void lose() {
        lost = true;
    }

    boolean isHeld() {
        return !lost && System.nanoTime() - endsAt < 0;
    }
}
