package io.github.jooqeventstore.subscription;

import io.github.jooqeventstore.RecordedEvent;
import java.util.List;

/**
 * How events reach a handler, and how the checkpoint follows.
 *
 * <p>What a handler throws is dealt with here. {@link AssignmentEndedException} and {@link LeaseLostException} end the work
 * on the partition, {@link PartitionStoppedException} stops it; everything else is the database's and is tried again.
 */
sealed interface Delivery permits OneByOne, InOneTransaction {

    /** Delivers a page, up to its end or to where the partition is to be given back. */
    void deliver(List<RecordedEvent> events, Checkpoint end);

    /**
     * Delivers an event once that was put aside, and notes that it was.
     *
     * @throws HandlerFailedException if the handler failed
     */
    void replay(RecordedEvent event);
}
