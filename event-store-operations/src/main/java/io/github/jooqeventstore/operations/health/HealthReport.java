package io.github.jooqeventstore.operations.health;

import io.github.jooqeventstore.operations.ExitCode;
import java.util.List;

/**
 * What a probe found.
 *
 * @param probe live, ready or deep
 * @param healthy whether nothing failed
 * @param millis how long it took, in milliseconds
 * @param checks what was looked at, in this order; after a failure that leaves nothing to look at, it is the last
 */
public record HealthReport(String probe, boolean healthy, long millis, List<HealthCheck> checks) {
    /** Copies the list. */
    public HealthReport {
        checks = List.copyOf(checks);
    }

    static HealthReport of(String probe, long begunNanos, List<HealthCheck> checks) {
        boolean healthy = checks.stream().noneMatch(check -> check.status() == HealthCheck.Status.FAILED);
        return new HealthReport(probe, healthy, (System.nanoTime() - begunNanos) / 1_000_000, checks);
    }

    /** {@return the checks that failed} */
    public List<HealthCheck> failures() {
        return checks.stream()
                .filter(check -> check.status() == HealthCheck.Status.FAILED)
                .toList();
    }

    /** {@return the exit code of a command that asked: that of the first failure} */
    public ExitCode exitCode() {
        return failures().stream().map(HealthCheck::exitCode).findFirst().orElse(ExitCode.OK);
    }
}
