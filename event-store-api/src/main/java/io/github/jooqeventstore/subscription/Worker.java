package io.github.jooqeventstore.subscription;

import io.github.jooqeventstore.AllPage;
import io.github.jooqeventstore.AllSlice;
import io.github.jooqeventstore.CheckpointLostException;
import io.github.jooqeventstore.subscription.PartitionStatus.State;
import java.util.concurrent.TimeUnit;

/** Works on one partition for as long as this member holds its lease: read, make sure, deliver, write down. */
final class Worker implements Runnable {

    private static final int CALM = 3;
    private static final long SOON_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long CALM_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long CHECK_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long LONGEST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Group group;
    private final Assignment assignment;
    private final LeaseTable leases;
    private final Progress progress;
    private final ParkedStreams parked;
    private final Delivery delivery;
    private final Feed feed;
    private long writtenAt = System.nanoTime();
    private long checkedAt = System.nanoTime();
    private boolean delivered;
    private int failures;
    private int calm;

    Worker(
            Group group,
            Assignment assignment,
            LeaseTable leases,
            Progress progress,
            ParkedStreams parked,
            Delivery delivery) {
        this.group = group;
        this.assignment = assignment;
        this.leases = leases;
        this.progress = progress;
        this.parked = parked;
        this.delivery = delivery;
        this.feed = new Feed(
                group.store(),
                AllSlice.where(group.filter(assignment.lease().partition()))
                        .limit(group.definition().batchSize()));
    }

    @Override
    public void run() {
        try {
            trying(this::begin);
            while (assignment.goesOn()) {
                trying(this::step);
            }
            giveBack();
        } catch (AssignmentEndedException e) {
            giveBack();
        } catch (LeaseLostException e) {
            release();
        } catch (PartitionStoppedException e) {
            stop(String.valueOf(e.getMessage()));
        } catch (InterruptedException | RuntimeException | Error e) {
            stop(Errors.shown(e));
        } finally {
            feed.close();
        }
    }

    /** Something to do with the database. */
    @FunctionalInterface
    private interface Work {
        void run() throws InterruptedException;
    }

    /** What only the database is at fault for is tried again until the lease is over. */
    private void trying(Work work) throws InterruptedException {
        while (true) {
            try {
                work.run();
                failures = 0;
                return;
            } catch (LeaseLostException
                    | CheckpointLostException
                    | AssignmentEndedException
                    | PartitionStoppedException e) {
                throw e;
            } catch (RuntimeException e) {
                assignment.isAndHasError(State.RETRYING, Errors.shown(e));
                long pause = TimeUnit.MILLISECONDS.toNanos(50) << Math.min(failures++, 10);
                assignment.pause(Math.min(pause, LONGEST_PAUSE_NANOS));
            }
        }
    }

    private void begin() {
        progress.begin();
        parked.refresh();
    }

    private void step() throws InterruptedException {
        parked.tend(delivery);
        AllPage page = feed.page(progress.done().position());
        if (page.through() <= progress.done().position()) {
            idle();
            return;
        }
        calm = 0;
        boolean full = feed.isFull(page);
        if (full) {
            feed.readAhead(page.through());
        }
        save();
        Checkpoint end = progress.confirm(page);
        if (page.events().isEmpty()) {
            progress.done(end);
            return;
        }
        if (full) {
            assignment.isAndHasError(State.CATCHING_UP, null);
        }
        delivery.deliver(page.events(), end);
        assignment.isAndHasError(full ? State.CATCHING_UP : State.LIVE, null);
        delivered = true;
    }

    private void idle() throws InterruptedException {
        assignment.isAndHasError(State.LIVE, null);
        save();
        if (System.nanoTime() - checkedAt > CHECK_NANOS) {
            progress.check();
            checkedAt = System.nanoTime();
        }
        // An eighth at first, then twice as long each time: where something has come, more comes soon.
        long usual = group.pollInterval().toNanos() >> (CALM - calm);
        calm = Math.min(CALM, calm + 1);
        if (delivered && !progress.isSaved()) {
            usual = Math.min(usual, SOON_NANOS);
        }
        assignment.signal().await(assignment.signal().pause(progress.done().position(), usual));
    }

    /** Where the checkpoint moved past the events of others alone, it is not worth a write each time. */
    private void save() {
        if (delivered || System.nanoTime() - writtenAt > CALM_NANOS) {
            progress.saveInTime();
        }
        if (progress.isSaved()) {
            delivered = false;
            writtenAt = System.nanoTime();
        }
    }

    private void giveBack() {
        try {
            if (assignment.lease().isHeld()) {
                progress.save();
            }
        } catch (RuntimeException e) {
            // What was not written down is delivered again, or found to be lost by whoever claims the partition next.
            assignment.isAndHasError(State.RETRYING, Errors.shown(e));
        }
        release();
    }

    /** Also where it seems lost: it may be this member's still, after an answer that never came. */
    private void release() {
        assignment.lease().lose();
        try {
            leases.release(assignment.lease());
        } catch (RuntimeException e) {
            // It ends by itself.
            assignment.isAndHasError(State.RETRYING, Errors.shown(e));
        }
    }

    private void stop(String error) {
        try {
            progress.save();
        } catch (RuntimeException e) {
            // What was not written down is delivered again.
        }
        try {
            leases.stop(assignment.lease(), error);
        } catch (RuntimeException e) {
            // The lease ends by itself, and whoever claims the partition next finds the same.
        }
        assignment.isAndHasError(State.STOPPED, error);
        assignment.lease().lose();
    }
}
