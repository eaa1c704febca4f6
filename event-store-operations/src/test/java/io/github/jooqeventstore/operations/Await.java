package io.github.jooqeventstore.operations;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waits for a condition, not for a time. */
public final class Await {

    /** What is waited for. */
    @FunctionalInterface
    public interface Condition<E extends Exception> {
        /** {@return whether it is so by now} */
        boolean holds() throws E;
    }

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private Await() {}

    /** Returns when the condition holds; fails when it does not within a minute. */
    public static <E extends Exception> void until(String what, Condition<E> condition) throws E {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() > end) {
                throw new AssertionError(what + ": expected within " + PATIENCE.toSeconds() + " seconds, found not");
            }
            LockSupport.parkNanos(5_000_000);
        }
    }
}
