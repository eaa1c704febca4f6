package io.github.jooqeventstore.operations.index;

import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsException;
import java.time.Duration;

/**
 * How long to wait for others. What is built or dropped concurrently keeps nobody waiting while it waits itself.
 *
 * @param each how long an attempt waits for locks and for the transactions that were open when it began; more than zero
 * @param attempts how often it is tried; 1 or more
 */
public record LockPatience(Duration each, int attempts) {
    /**
     * Checks.
     *
     * @throws OperationsException with {@link ExitCode#USAGE} when a value is out of bounds
     */
    public LockPatience {
        if (each.toMillis() < 1 || attempts < 1) {
            throw new OperationsException(
                    ExitCode.USAGE,
                    "patience: expected more than no time and at least one attempt, found " + each + " and "
                            + attempts);
        }
    }

    /** {@return ten minutes, three times} */
    public static LockPatience defaults() {
        return new LockPatience(Duration.ofMinutes(10), 3);
    }
}
