package io.github.jooqeventstore.snapshot;

import io.github.jooqeventstore.StreamId;

/**
 * The state of a stream after one of its events.
 *
 * @param stream the stream
 * @param version the version of the last event that is included; 0 if there is none, and the state is the initial one
 * @param state the state
 * @param replayed how many events were folded to get it, beyond those that the snapshot included; a reason to save it when
 *     they become many
 * @param <S> the state
 */
public record StreamState<S>(StreamId stream, long version, S state, long replayed) {

    /** Stream, version and number of events, as in {@code order-42@17, 3 events replayed}; not the state. */
    @Override
    public String toString() {
        return stream + "@" + version + ", " + replayed + " events replayed";
    }
}
