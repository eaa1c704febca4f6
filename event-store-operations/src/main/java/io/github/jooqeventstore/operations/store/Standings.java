package io.github.jooqeventstore.operations.store;

import io.github.jooqeventstore.AllSlice;
import io.github.jooqeventstore.EventStore;
import io.github.jooqeventstore.Horizon;
import io.github.jooqeventstore.operations.store.PartitionLag.Standing;
import io.github.jooqeventstore.subscription.PartitionStatus;
import io.github.jooqeventstore.subscription.PartitionStatus.State;
import java.util.Set;

/**
 * Tells what the place of a checkpoint means.
 *
 * @param store what it lies in
 * @param head the position of the last event
 * @param horizon how far the order is final
 * @param retired subscriptions that nobody is meant to run
 * @param ofAnotherEpoch subscriptions whose checkpoints were written before a restore
 */
record Standings(EventStore store, long head, Horizon horizon, Set<String> retired, Set<String> ofAnotherEpoch) {
    Standing of(PartitionStatus status) {
        if (retired.contains(status.subscription())) {
            return Standing.RETIRED;
        }
        if (status.position() > head) {
            return Standing.AHEAD_OF_HEAD;
        }
        if (ofAnotherEpoch.contains(status.subscription())) {
            return Standing.OF_ANOTHER_EPOCH;
        }
        if (status.state() == State.STOPPED) {
            return Standing.STOPPED;
        }
        if (status.lagInEvents() == 0) {
            return Standing.CAUGHT_UP;
        }
        if (isHeldBack(status.position())) {
            return Standing.HELD_BACK;
        }
        return status.state() == State.FREE ? Standing.UNATTENDED : Standing.BEHIND;
    }

    /** Somebody may still fill the gap that follows; where none follows, there is something to read. */
    private boolean isHeldBack(long position) {
        return horizon.finalPosition() <= position
                && horizon.finalPosition() < horizon.headPosition()
                && store.readAll(AllSlice.all().after(position).limit(1)).through() <= position;
    }
}
