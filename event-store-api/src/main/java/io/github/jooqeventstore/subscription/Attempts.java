package io.github.jooqeventstore.subscription;

import io.github.jooqeventstore.subscription.PartitionStatus.State;
import java.util.concurrent.ThreadLocalRandom;

/** Does something as often as the failure policy says. */
final class Attempts {

    private final Group group;
    private final Assignment assignment;
    private final LeaseTable leases;

    Attempts(Group group, Assignment assignment, LeaseTable leases) {
        this.group = group;
        this.assignment = assignment;
        this.leases = leases;
    }

    /**
     * What came of it.
     *
     * @param verdict what is to become of what failed
     * @param attempts how often it failed
     * @param error the last error; empty if it went well
     */
    record Outcome(Verdict verdict, int attempts, String error) {}

    /** What is to become of it. */
    enum Verdict {
        HANDLED,
        SKIP,
        PARK
    }

    /**
     * Runs something that throws {@link HandlerFailedException} when the handler fails.
     *
     * @throws PartitionStoppedException if it failed and the policy says stop
     * @throws AssignmentEndedException if the partition is to be given back before the policy comes to its end
     */
    Outcome run(Runnable work) {
        FailurePolicy policy = group.definition().failurePolicy();
        int failed = 0;
        int retried = 0;
        while (true) {
            try {
                work.run();
                return new Outcome(Verdict.HANDLED, failed, "");
            } catch (HandlerFailedException e) {
                failed++;
                String error = String.valueOf(e.getMessage());
                while (policy instanceof FailurePolicy.Retry retry && retried == retry.retries()) {
                    policy = retry.then();
                    retried = 0;
                }
                if (policy instanceof FailurePolicy.Retry retry) {
                    waitBefore(retry, retried, error);
                    retried++;
                    continue;
                }
                return afterwards(policy, failed, error);
            }
        }
    }

    private static Outcome afterwards(FailurePolicy policy, int failed, String error) {
        return switch (policy) {
            case FailurePolicy.Skip skip -> new Outcome(Verdict.SKIP, failed, error);
            case FailurePolicy.ParkStream park -> new Outcome(Verdict.PARK, failed, error);
            case FailurePolicy.Stop stop -> throw new PartitionStoppedException(error);
            case FailurePolicy.Retry retry -> throw new IllegalStateException("failure policy: retries are over");
        };
    }

    private void waitBefore(FailurePolicy.Retry retry, int retried, String error) {
        assignment.isAndHasError(State.RETRYING, error);
        leases.note(assignment.lease(), error);
        assignment.pause(pause(retry, retried, ThreadLocalRandom.current().nextDouble()));
        assignment.isAndHasError(State.CATCHING_UP, error);
    }

    /** Doubled each time, less up to a half by chance: those that failed together do not come back together. */
    static long pause(FailurePolicy.Retry retry, int retried, double chance) {
        double longest = retry.longestPause().toNanos();
        double doubled = retry.firstPause().toNanos() * Math.pow(2, retried);
        return Math.round(Math.min(longest, doubled) * (1 - chance / 2));
    }
}
