package io.github.jooqeventstore.testing;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/** Delays. */
final class Pauses {

    private static final Duration SLICE = Duration.ofMillis(50);

    private Pauses() {}

    /**
     * A random delay between two steps of a writer. It waits for nothing: that others go on meanwhile is the fault that is
     * tried. Half are none, most are short, one in a thousand is a second or two.
     */
    static void betweenSteps(RandomGenerator random) {
        LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(micros(random)));
    }

    private static long micros(RandomGenerator random) {
        int dice = random.nextInt(1_000);
        if (dice < 500) {
            return 0;
        }
        if (dice < 900) {
            return random.nextLong(5_000);
        }
        return dice < 999 ? random.nextLong(5_000, 40_000) : random.nextLong(800_000, 2_000_000);
    }

    /** The time until the next fault or the next try; it ends early when the others stop. */
    static void passing(Duration time, BooleanSupplier going) {
        long end = System.nanoTime() + time.toNanos();
        long left = time.toNanos();
        while (left > 0 && going.getAsBoolean()) {
            LockSupport.parkNanos(Math.min(left, SLICE.toNanos()));
            left = end - System.nanoTime();
        }
    }
}
