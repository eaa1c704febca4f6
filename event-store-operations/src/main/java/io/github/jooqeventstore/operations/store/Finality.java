package io.github.jooqeventstore.operations.store;

import io.github.jooqeventstore.EventStore;
import io.github.jooqeventstore.Horizon;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** How far the order of a store is final, for a program that has just begun to look. */
final class Finality {
    private static final Duration PATIENCE = Duration.ofMillis(500);
    private static final Duration PAUSE = Duration.ofMillis(5);

    private Finality() {}

    /**
     * Who has just begun to look knows nothing until those have ended who were appending at that moment: an ordinary append
     * has within milliseconds. Whoever has not after half a second is a transaction that stays open.
     */
    static Horizon settled(EventStore store) {
        Horizon first = store.horizon();
        Horizon horizon = first;
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (horizon.finalPosition() < first.headPosition() && System.nanoTime() < end) {
            LockSupport.parkNanos(PAUSE.toNanos());
            horizon = store.horizon();
        }
        return horizon;
    }
}
