package io.github.jooqeventstore;

import java.time.Duration;

/**
 * How far a store with group commit may go. Immutable.
 *
 * <pre>{@code
 * GroupCommitOptions.defaults().batch(32, 500).connections(2)
 * }</pre>
 *
 * @param maxAppends the most appends that one statement writes, 1 or more
 * @param maxEvents the most events that one statement writes where it writes several appends, 1 or more; an append that has
 *     more by itself is written alone
 * @param maxConnections the most connections on which statements of the group are under way at the same time, 1 or more. How
 *     many are used depends on how many appends wait
 * @param maxWaiting the most appends that wait to be sent, 1 or more; a further caller waits for room among them
 * @param patience how long an append may wait to be sent before it is withdrawn, more than zero
 */
public record GroupCommitOptions(int maxAppends, int maxEvents, int maxConnections, int maxWaiting, Duration patience) {

    /**
     * Makes options.
     *
     * @throws InvalidInputException if a number is less than 1, or the patience is null, zero or negative
     */
    public GroupCommitOptions {
        requirePositive("appends of a batch", maxAppends);
        requirePositive("events of a batch", maxEvents);
        requirePositive("connections", maxConnections);
        requirePositive("appends that wait", maxWaiting);
        InvalidInputException.requirePresent("group commit", "patience", patience);
        if (patience.isZero() || patience.isNegative()) {
            throw new InvalidInputException("group commit", "patience must be more than zero, found " + patience);
        }
    }

    private static void requirePositive(String what, int number) {
        if (number < 1) {
            throw new InvalidInputException("group commit", what + " must be 1 or more, found " + number);
        }
    }

    /** Batches of 64 appends and 1,000 events, 4 connections, 1,000 appends that wait, for 30 seconds. */
    public static GroupCommitOptions defaults() {
        return new GroupCommitOptions(64, 1_000, 4, 1_000, Duration.ofSeconds(30));
    }

    /** The same with so many appends and events in a batch at most. */
    public GroupCommitOptions batch(int appends, int events) {
        return new GroupCommitOptions(appends, events, maxConnections, maxWaiting, patience);
    }

    /** The same with so many connections at most. */
    public GroupCommitOptions connections(int most) {
        return new GroupCommitOptions(maxAppends, maxEvents, most, maxWaiting, patience);
    }

    /** The same with so many appends waiting at most, and none for longer than that. */
    public GroupCommitOptions waiting(int most, Duration longest) {
        return new GroupCommitOptions(maxAppends, maxEvents, maxConnections, most, longest);
    }
}
