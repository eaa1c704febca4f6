package io.github.jooqeventstore.subscription;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Wakes one waiting thread, and remembers up to which position events were announced. */
final class Signal {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition woken = lock.newCondition();
    private long announced;
    private long announcedAt;
    private boolean awake;

    /** Announces events up to that position; 0 to say no more than that there may be some. */
    void wake(long position) {
        lock.lock();
        try {
            if (position > announced) {
                announced = position;
                announcedAt = System.nanoTime();
            }
            awake = true;
            woken.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until it is woken or that time is over. What woke it before the wait began counts, too. */
    void await(long nanos) throws InterruptedException {
        lock.lock();
        try {
            long left = nanos;
            while (!awake && left > 0) {
                left = woken.awaitNanos(left);
            }
            awake = false;
        } finally {
            lock.unlock();
        }
    }

    /**
     * How long to wait before events are asked for again.
     *
     * <p>Announced events that cannot be read yet are in a transaction that will end soon, or never: an eighth of the time
     * waited so far, from 1 ms up to what is usual.
     *
     * @param through the position up to which everything was read
     * @param usual how long to wait where nothing was announced
     */
    long pause(long through, long usual) {
        lock.lock();
        try {
            if (announced <= through) {
                return usual;
            }
            long waited = System.nanoTime() - announcedAt;
            return Math.min(usual, Math.max(TimeUnit.MILLISECONDS.toNanos(1), waited / 8));
        } finally {
            lock.unlock();
        }
    }
}
