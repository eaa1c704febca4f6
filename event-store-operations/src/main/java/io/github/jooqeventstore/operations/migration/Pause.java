package io.github.jooqeventstore.operations.migration;

import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsException;

/** Time in which others go on. */
final class Pause {
    private Pause() {}

    static void of(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OperationsException(ExitCode.PARTIAL, "migration: interrupted; migrate again to go on", e);
        }
    }
}
