package io.github.jooqeventstore.subscription;

import io.github.jooqeventstore.subscription.PartitionStatus.State;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * This program's part in a subscription: it says that it lives, renews its leases, claims partitions up to its fair share, and
 * gives back what is more than that.
 */
final class Membership implements Runnable {

    private static final long AFTER_FAILURE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    private static final int BEATS_BETWEEN_BURIALS = 100;

    private final Group group;
    private final LeaseTable leases;
    private final Crew crew;
    private final Signal signal = new Signal();
    private volatile boolean leaving;
    private volatile boolean ended;
    private int beats;

    Membership(Group group, LeaseTable leases, Crew crew) {
        this.group = group;
        this.leases = leases;
        this.crew = crew;
    }

    /** No further partition is claimed; leases go on until {@link #end}. */
    void leave() {
        leaving = true;
    }

    void end() {
        ended = true;
        signal.wake(0);
    }

    /** Looks at once how everything stands. */
    void hurry() {
        signal.wake(0);
    }

    @Override
    public void run() {
        try {
            while (!ended) {
                signal.await(beatAndSayUntilTheNext());
            }
        } catch (InterruptedException e) {
            // Nobody interrupts it but the end of the program.
        }
    }

    private long beatAndSayUntilTheNext() {
        long usual = group.lease().toNanos() / 3;
        try {
            beat();
            return usual;
        } catch (RuntimeException e) {
            // The leases go on until they are over, and then the workers end.
            return Math.min(usual, AFTER_FAILURE_NANOS);
        }
    }

    private void beat() {
        long askedAt = System.nanoTime();
        List<Lease> renewable = crew.assignments().stream()
                .filter(assignment -> assignment.state() != State.HANGING)
                .map(Assignment::lease)
                .toList();
        List<LeaseTable.Beat> found = leases.beat(renewable);
        int claimable = 0;
        for (LeaseTable.Beat partition : found) {
            claimable += partition.claimable() ? 1 : 0;
            take(partition, askedAt);
        }
        if (!leaving && !found.isEmpty()) {
            int members = found.getFirst().members();
            share((found.size() + members - 1) / members, claimable);
        }
        if (beats++ % BEATS_BETWEEN_BURIALS == 0) {
            leases.bury();
        }
    }

    /** What a heartbeat found of a partition that this member works on. */
    private void take(LeaseTable.Beat found, long askedAt) {
        Assignment assignment = crew.assignment(found.partition());
        if (assignment == null) {
            return;
        }
        Lease lease = assignment.lease();
        if (found.token() > lease.token() || !found.mine()) {
            lease.lose();
        } else if (found.renewed()) {
            lease.renewed(askedAt);
        }
    }

    private void share(int fair, int claimable) {
        List<Assignment> working = crew.assignments().stream()
                .filter(assignment -> !assignment.isLeaving() && assignment.state() != State.HANGING)
                .toList();
        if (working.size() > fair) {
            working.subList(fair, working.size()).forEach(Assignment::leave);
        } else if (working.size() < fair && claimable > 0) {
            leases.claim(fair - working.size(), crew.partitions()).forEach(crew::begin);
        }
    }
}
