package io.github.jooqeventstore.operations.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How long it would take to hand over all events again, as far as reading decides.
 *
 * @param through the position up to which would be read: what is final now
 * @param events how many events would be handed over in all, from the share of the sample
 * @param partitions how many would read at the same time
 * @param eventsPerSecond how many a partition would read in a second, on average
 * @param readSeconds how long reading would take, from the rates of the parts of the sample
 * @param slowestReadSeconds the same if all of the store were like the slowest part
 * @param handlerSeconds how long the handler would take for its share, from the time that was given; null where none was
 * @param seconds what decides: the longer of the two, since the next events are read while some are handled
 * @param sample what was measured
 * @param leftOut what is not in the figures
 */
public record ReplayEstimate(
        long through,
        long events,
        int partitions,
        long eventsPerSecond,
        double readSeconds,
        double slowestReadSeconds,
        @Nullable Double handlerSeconds,
        double seconds,
        Sample sample,
        List<String> leftOut) {
    /** Copies. */
    public ReplayEstimate {
        leftOut = List.copyOf(leftOut);
    }

    /**
     * What was read.
     *
     * @param places in how many places of the history
     * @param events how many events
     * @param positions how many positions were gone through
     * @param seconds how long that took
     */
    public record Sample(int places, long events, long positions, double seconds) {}
}
