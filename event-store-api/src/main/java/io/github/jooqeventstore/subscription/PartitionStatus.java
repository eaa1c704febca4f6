package io.github.jooqeventstore.subscription;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a partition of a subscription stands.
 *
 * @param subscription the name of the subscription
 * @param partition the number of the partition, from 0 on
 * @param state what it does
 * @param position every event up to there was handled, put aside or skipped, and that is written down
 * @param checkpoint the same for {@link Subscriptions#resumeAt}
 * @param lagInEvents how many positions there are behind it: so many events at most, of all types and streams
 * @param lag how long the first event behind it has been there, whatever its type and stream; 0 if there is none
 * @param lastError the last error, null after it went on: the class of what the handler threw, and for errors of the library
 *     their message; never what an event says
 * @param owner the member that works on it, null while nobody does
 * @param since when the checkpoint was written last, or the partition was stopped
 */
public record PartitionStatus(
        String subscription,
        int partition,
        State state,
        long position,
        Checkpoint checkpoint,
        long lagInEvents,
        Duration lag,
        @Nullable String lastError,
        @Nullable String owner,
        Instant since) {

    /** What a partition does. */
    public enum State {
        /** Nobody works on it. */
        FREE,
        /** A member works on it, of which this program knows no more. */
        RUNNING,
        /** Events that are there already are being handed over. */
        CATCHING_UP,
        /** It waits for events. */
        LIVE,
        /** It waits before it tries again what failed. */
        RETRYING,
        /** The handler has not come back, although its time is over and it was interrupted: the lease is given up. */
        HANGING,
        /** An error has stopped it. */
        STOPPED
    }
}
