package io.github.jooqeventstore.operations.store;

import io.github.jooqeventstore.operations.store.PositionGap.Cause;
import org.jspecify.annotations.Nullable;

/**
 * Why some positions are missing, as far as their neighbours tell.
 *
 * @param from the first that is missing
 * @param through the last
 * @param before the event before them; null when they begin with 1
 * @param after the event behind them
 */
record GapCause(
        long from,
        long through,
        GapQuery.@Nullable Neighbour before,
        GapQuery.@Nullable Neighbour after,
        Transactions transactions) {
    /** How many values of a sequence the server writes to its log in advance: so many are passed over by a crash. */
    private static final long LOGGED_AHEAD = 32;
    /** Transactions are numbered when they first write, and given positions a moment later. */
    private static final long MARGIN = 8;

    private static final long ASKED_AT_ONCE = 10_000;

    PositionGap of(boolean open, boolean restored) {
        if (open) {
            return gap(Cause.OPEN, "a transaction that is open may hold them");
        }
        if (restored && length() >= PositionGap.LEAP_OF_A_RESTORE) {
            return gap(Cause.RESTORE, "as far as a restore leaps, and the epoch says that there was one");
        }
        if (startedBetween() && length() <= LOGGED_AHEAD) {
            return gap(Cause.CRASH, "the server was started at that time");
        }
        Transactions.Outcome outcome = outcome();
        if (outcome.rolledBack() != null) {
            return gap(Cause.ROLLED_BACK, "transaction " + outcome.rolledBack() + " of that time was rolled back");
        }
        if (length() <= LOGGED_AHEAD) {
            return gap(Cause.CRASH, "by their number alone");
        }
        return outcome.known()
                ? gap(Cause.UNEXPLAINED, "no transaction of that time was rolled back")
                : gap(Cause.NOT_KNOWN, "the server does not know the transactions of that time");
    }

    private boolean startedBetween() {
        return after != null
                && transactions.startedAt().isBefore(after.createdAt())
                && (before == null || transactions.startedAt().isAfter(before.createdAt()));
    }

    private Transactions.Outcome outcome() {
        var unknown = new Transactions.Outcome(null, false);
        if (before == null || after == null || before.transaction() == after.transaction()) {
            // At the beginning, or written together, as a restore writes: nothing lies between the two.
            return unknown;
        }
        long one = transactions.number(before.transaction());
        long other = transactions.number(after.transaction());
        if (one == 0 || other == 0 || Math.abs(one - other) > ASKED_AT_ONCE) {
            return unknown;
        }
        return transactions.outcome(Math.min(one, other) - MARGIN, Math.max(one, other) + MARGIN);
    }

    private long length() {
        return through - from + 1;
    }

    private PositionGap gap(Cause cause, String evidence) {
        return new PositionGap(from, through, cause, evidence);
    }
}
