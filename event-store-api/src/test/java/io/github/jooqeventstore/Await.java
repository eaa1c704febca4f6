package io.github.jooqeventstore;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waits for a condition, not for a time. */
final class Await {

    /** What is waited for. */
    @FunctionalInterface
    interface Condition<E extends Exception> {
        boolean holds() throws E;
    }

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private Await() {}

    static <E extends Exception> void until(String what, Condition<E> condition) throws E {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() > end) {
                throw new AssertionError(what + ": expected within " + PATIENCE.toSeconds() + " seconds, found not");
            }
            LockSupport.parkNanos(5_000_000);
        }
    }
}
