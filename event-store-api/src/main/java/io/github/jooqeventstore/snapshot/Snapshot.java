package io.github.jooqeventstore.snapshot;

import io.github.jooqeventstore.StreamId;
import java.time.Instant;

/**
 * A state as it was saved.
 *
 * @param stream the stream whose state it is
 * @param version the version of the last event that it includes, 1 or more
 * @param createdAt when it was saved, by the clock of the server
 * @param state the state
 * @param <S> the state
 */
public record Snapshot<S>(StreamId stream, long version, Instant createdAt, S state) {

    /** Stream and version, as in {@code snapshot of order-42@17}; not the state. */
    @Override
    public String toString() {
        return "snapshot of " + stream + "@" + version;
    }
}
