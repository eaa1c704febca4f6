package io.github.jooqeventstore.projection;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Wakes those who wait for a projection when a batch of it is committed in this program. */
final class Passing {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition passed = lock.newCondition();
    private long batches;
    private long highest;

    void passed(long position) {
        lock.lock();
        try {
            batches++;
            highest = Math.max(highest, position);
            passed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** To be asked before one looks whether there is anything to wait for. */
    long batches() {
        lock.lock();
        try {
            return batches;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until another batch than those has been committed, and one has come as far as that, or the time is over. */
    void await(long seen, long position, long nanos) throws InterruptedException {
        lock.lock();
        try {
            long left = nanos;
            while ((batches == seen || highest < position) && left > 0) {
                left = passed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }
}
