package io.github.jooqeventstore.subscription;

import io.github.jooqeventstore.subscription.PartitionStatus.State;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The handler at work: its calls, and their end when their time is over.
 *
 * <p>A call that takes too long is interrupted. One that does not end then either keeps its thread, and its partition is no
 * longer renewed: somebody else will claim it.
 */
final class Handling {

    /** A call of the handler. */
    @FunctionalInterface
    interface Call {
        void run() throws Exception;
    }

    private final Assignment assignment;
    private final Duration timeout;
    private final long graceNanos;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Thread busy;
    private long since;
    private boolean interrupted;
    private boolean keepsItsPartition;

    Handling(Assignment assignment, Duration timeout, Duration lease) {
        this.assignment = assignment;
        this.timeout = timeout;
        this.graceNanos = Math.min(timeout.toNanos(), lease.toNanos() / 3);
    }

    /**
     * Calls the handler.
     *
     * @param inTransaction whether it works in the transaction that has locked the row of the partition: nobody can claim that
     *     meanwhile, and what the database is at fault for is not the handler's failure
     * @throws HandlerFailedException if it threw
     * @throws RuntimeException what it threw, if the database was at fault
     */
    void run(Call call, boolean inTransaction) {
        enter(inTransaction);
        Exception thrown = null;
        try {
            call.run();
        } catch (Exception e) {
            thrown = e;
        }
        boolean late = leave();
        if (thrown == null) {
            return;
        }
        if (late) {
            if (!inTransaction) {
                assignment.requireGoingOn();
            }
            throw new HandlerFailedException("handler: expected to come back within " + timeout + ", found it at work");
        }
        if (inTransaction && thrown instanceof RuntimeException e && Errors.isOfTheMoment(e)) {
            throw e;
        }
        throw new HandlerFailedException(Errors.shown(thrown));
    }

    private void enter(boolean inTransaction) {
        lock.lock();
        try {
            keepsItsPartition = inTransaction;
            busy = Thread.currentThread();
            since = System.nanoTime();
            interrupted = false;
        } finally {
            lock.unlock();
        }
    }

    /** Whether the call was interrupted; an interrupt that came too late is taken back. */
    private boolean leave() {
        lock.lock();
        try {
            busy = null;
            if (interrupted) {
                Thread.interrupted();
            }
            return interrupted;
        } finally {
            lock.unlock();
        }
    }

    /** Called from time to time by another thread. */
    void watch() {
        lock.lock();
        try {
            if (busy == null) {
                return;
            }
            long taken = System.nanoTime() - since;
            boolean over = taken > timeout.toNanos()
                    || (!keepsItsPartition && !assignment.lease().isHeld());
            if (over && !interrupted) {
                interrupted = true;
                busy.interrupt();
            } else if (interrupted && taken > timeout.toNanos() + graceNanos) {
                assignment.isAndHasError(
                        State.HANGING,
                        "handler: expected to end when it is interrupted after " + timeout + ", found it at work");
            }
        } finally {
            lock.unlock();
        }
    }
}
