package io.github.jooqeventstore.subscription;

import io.github.jooqeventstore.subscription.PartitionStatus.State;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A partition that this member works on, as its worker and those who watch over it share it. */
final class Assignment {

    private final String subject;
    private final Lease lease;
    private final Signal signal = new Signal();
    private volatile boolean leaving;
    private volatile State state = State.CATCHING_UP;
    private volatile @Nullable String error;

    Assignment(String subject, Lease lease) {
        this.subject = subject;
        this.lease = lease;
    }

    String subject() {
        return subject;
    }

    Lease lease() {
        return lease;
    }

    Signal signal() {
        return signal;
    }

    State state() {
        return state;
    }

    @Nullable
    String error() {
        return error;
    }

    void is(State newState) {
        state = newState;
    }

    void isAndHasError(State newState, @Nullable String newError) {
        error = newError;
        is(newState);
    }

    /** Has the partition given back before the next event. */
    void leave() {
        leaving = true;
        signal.wake(0);
    }

    boolean isLeaving() {
        return leaving;
    }

    boolean goesOn() {
        return !leaving && lease.isHeld();
    }

    /** To be asked before each event. */
    void requireGoingOn() {
        if (!goesOn()) {
            throw new AssignmentEndedException(subject);
        }
    }

    /** Waits that long, whatever is announced meanwhile, unless the partition is to be given back. */
    void pause(long nanos) {
        long end = System.nanoTime() + nanos;
        try {
            for (long left = nanos; left > 0 && goesOn(); left = end - System.nanoTime()) {
                signal.await(Math.min(left, TimeUnit.MILLISECONDS.toNanos(100)));
            }
        } catch (InterruptedException e) {
            throw new AssignmentEndedException(subject);
        }
        requireGoingOn();
    }
}
