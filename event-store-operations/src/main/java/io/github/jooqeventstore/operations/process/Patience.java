package io.github.jooqeventstore.operations.process;

import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Asks again and again until something holds, for so long. A value.
 *
 * @param time how long
 */
public record Patience(Duration time) {
    private static final int PAUSE_MILLIS = 50;

    /** {@return patience for so long} */
    public static Patience of(Duration time) {
        return new Patience(time);
    }

    /**
     * {@return whether it held in time}
     *
     * @throws OperationsException with {@link ExitCode#PARTIAL} when the thread is interrupted
     */
    public boolean until(BooleanSupplier condition) {
        long deadline = System.nanoTime() + time.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            try {
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new OperationsException(ExitCode.PARTIAL, "interrupted while waiting", e);
            }
        }
        return true;
    }
}
