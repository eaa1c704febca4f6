package io.github.jooqeventstore.operations.backup;

import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsException;
import java.time.Duration;

/**
 * Which backups are kept.
 *
 * @param keep how many verified ones of each kind at least, 1 or more
 * @param window how far back one must be able to go
 * @param maxAge how old the newest verified one may be: nothing is removed while it is older
 */
public record PrunePolicy(int keep, Duration window, Duration maxAge) {
    /** Checks. */
    public PrunePolicy {
        if (keep < 1 || window.isNegative() || maxAge.isNegative() || maxAge.isZero()) {
            throw new OperationsException(
                    ExitCode.USAGE,
                    "policy: expected to keep 1 or more, a window of 0 or more and an age of more than 0, found " + keep
                            + ", " + window + " and " + maxAge);
        }
    }
}
