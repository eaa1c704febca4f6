package io.github.jooqeventstore.operations.migration;

import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How to migrate.
 *
 * @param location the folder of the operator's own files; it need not exist where there are none
 * @param lockTimeout how long a statement may wait for a lock, and so hold up those who come later; more than zero
 * @param attempts how often a file is tried that did not get its locks; 1 or more
 * @param patience how long to wait for another one that migrates, and for the transactions that an index built concurrently
 *     has to wait for
 */
public record MigrationOptions(Path location, Duration lockTimeout, int attempts, Duration patience) {
    /** The folder unless another is named. */
    public static final String DEFAULT_LOCATION = "db/event-store";

    /**
     * Checks.
     *
     * @throws OperationsException with {@link ExitCode#USAGE} when a value is out of bounds
     */
    public MigrationOptions {
        if (lockTimeout.toMillis() < 1 || attempts < 1 || patience.isNegative()) {
            throw new OperationsException(
                    ExitCode.USAGE,
                    "migration: expected a lock timeout above zero, at least one attempt and a wait of zero or more, found "
                            + lockTimeout + ", " + attempts + " and " + patience);
        }
    }

    /** {@return the folder's files, a lock timeout of 2 s, 10 attempts, 10 minutes of patience} */
    public static MigrationOptions of(Path location) {
        return new MigrationOptions(location, Duration.ofSeconds(2), 10, Duration.ofMinutes(10));
    }

    /** {@return the same with other bounds on locks} */
    public MigrationOptions locks(Duration timeout, int times) {
        return new MigrationOptions(location, timeout, times, patience);
    }

    /** {@return the same with another patience} */
    public MigrationOptions waitAtMost(Duration time) {
        return new MigrationOptions(location, lockTimeout, attempts, time);
    }
}
