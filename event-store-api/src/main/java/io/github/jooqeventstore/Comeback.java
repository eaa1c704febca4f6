package io.github.jooqeventstore;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;

/**
 * Waits a moment for callers who were just answered and are about to append again.
 *
 * <p>A batch that is sent as soon as the first of them is back has one append. How long it may take is a part of how long the
 * last batch took; where hardly anybody comes back so soon, the next batches do not wait. Guarded by the lock of its condition.
 */
final class Comeback {

    /** So many at once make a batch as cheap as it gets: more are not waited for. */
    private static final int ENOUGH = 32;

    private static final int PART_OF_A_BATCH = 2;
    private static final long LONGEST_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final int MOST_DOUBLINGS = 6;

    private final Condition changed;
    private boolean waits;
    private int expected;
    private int present;
    private long batchNanos;
    private int inVain;
    private int toSkip;

    Comeback(Condition changed) {
        this.changed = changed;
    }

    boolean isAwaited() {
        return waits;
    }

    /** Somebody has come. */
    void came() {
        if (waits) {
            present++;
            if (present >= expected) {
                changed.signal();
            }
        }
    }

    /** So long a batch took. */
    void lasted(long nanos) {
        batchNanos = nanos;
    }

    /** Waits until as many are here as there were callers, or for a moment; nobody else may wait meanwhile. */
    void await(int here, int callers) {
        int goal = Math.min(callers, ENOUGH);
        if (here >= goal) {
            return;
        }
        if (toSkip > 0) {
            toSkip--;
            return;
        }
        present = here;
        expected = goal;
        waits = true;
        try {
            long left = Math.min(batchNanos / PART_OF_A_BATCH, LONGEST_NANOS);
            while (present < expected && left > 0) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // none of the others' business
        } finally {
            waits = false;
        }
        boolean hardlyAnybody = 4 * (present - here) < goal - here;
        inVain = hardlyAnybody ? Math.min(inVain + 1, MOST_DOUBLINGS) : 0;
        toSkip = hardlyAnybody ? 1 << inVain : 0;
    }
}
