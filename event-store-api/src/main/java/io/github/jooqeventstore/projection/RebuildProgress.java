package io.github.jooqeventstore.projection;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How far a rebuild has come.
 *
 * @param state what it does
 * @param eventsDone how many events were handed over and committed by this program
 * @param position every partition has passed that position
 * @param head the position of the last event of the store
 * @param eventsPerSecond how many events this program has done in a second, on average
 * @param timeLeft how long it will take to the head if it goes on as it did; zero when it is there, null before it can be told
 * @param lastError the last error of a partition, null if there is none; never what an event says
 */
public record RebuildProgress(
        State state,
        long eventsDone,
        long position,
        long head,
        double eventsPerSecond,
        @Nullable Duration timeLeft,
        @Nullable String lastError) {

    /** What a rebuild does. */
    public enum State {
        /** Events are handed over. */
        BUILDING,
        /** It follows the store; it may be swapped. */
        CAUGHT_UP,
        /** An error has stopped one of its partitions. */
        STOPPED,
        /** Its version is the live one. */
        SWAPPED,
        /** Its tables are gone. */
        CANCELLED
    }
}
