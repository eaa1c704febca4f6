package io.github.jooqeventstore.operations.store;

/**
 * Positions without an event.
 *
 * @param from the first that is missing
 * @param through the last that is missing
 * @param cause as far as it can be known
 * @param evidence what it is known by
 */
public record PositionGap(long from, long through, Cause cause, String evidence) {
    /** How far a restore leaps over positions that may have been handed out, unless it is told otherwise. */
    public static final long LEAP_OF_A_RESTORE = 1_000_000;

    /** Why positions are missing. Positions say nothing about their own loss: this is what the server still knows. */
    public enum Cause {
        /** A transaction that is open may still fill it. */
        OPEN,
        /** A restore has passed over positions that may have been handed out. */
        RESTORE,
        /** A transaction of that time was rolled back. */
        ROLLED_BACK,
        /** No longer than what the server passes over when it crashes, or it was started at that time. */
        CRASH,
        /** The transactions are too old to be asked, or the events were copied here by a restore. */
        NOT_KNOWN,
        /** The server knows all transactions of that time, none was rolled back, and it is too long for a crash. */
        UNEXPLAINED
    }

    /** {@return how many positions are missing} */
    public long length() {
        return through - from + 1;
    }
}
