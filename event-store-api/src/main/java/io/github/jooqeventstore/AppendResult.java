package io.github.jooqeventstore;

import java.util.List;

/**
 * Where the events of an append stand.
 *
 * @param stream the stream
 * @param firstVersion the version of the first event of the append
 * @param lastVersion the version of its last event, the one to expect next
 * @param positions the positions in the order of the whole store, one an event, rising
 * @param repeated whether the events were there before this call: the result is then the one of the first append
 */
public record AppendResult(
        StreamId stream, long firstVersion, long lastVersion, List<Long> positions, boolean repeated) {

    /** Copies the positions. */
    public AppendResult {
        positions = List.copyOf(positions);
    }

    /** The position of the last event of the append. */
    public long lastPosition() {
        return positions.getLast();
    }
}
