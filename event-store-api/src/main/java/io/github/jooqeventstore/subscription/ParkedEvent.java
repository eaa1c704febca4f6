package io.github.jooqeventstore.subscription;

import io.github.jooqeventstore.StreamId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event that a subscription has put aside.
 *
 * @param subscription the name of the subscription
 * @param stream the stream of the event
 * @param position its position
 * @param eventId its id
 * @param status what becomes of it
 * @param attempts how often it was delivered in vain; 0 for one that waits behind another
 * @param error the error of the last attempt, as in {@link PartitionStatus#lastError}; null for one that waits
 * @param parkedAt when it was put aside first
 * @param reason why it was discarded, null unless it was
 */
public record ParkedEvent(
        String subscription,
        StreamId stream,
        long position,
        UUID eventId,
        Status status,
        int attempts,
        @Nullable String error,
        Instant parkedAt,
        @Nullable String reason) {

    /** What becomes of an event that was put aside. */
    public enum Status {
        /** It waits. */
        PARKED,
        /** It will be delivered again as soon as whoever holds the partition comes to it. */
        REPLAYING,
        /** It was delivered again, and handled. */
        REPLAYED,
        /** It will not be delivered. */
        DISCARDED
    }
}
