package io.github.jooqeventstore;

import java.util.UUID;

/**
 * An append that brings an event id which the store already holds for another event: nothing was written.
 *
 * <p>The very same append asked again is no error, it returns the first result. This one shares only some of its ids
 * with an earlier append, or names another stream or another order: a mistake in how ids are made.
 */
public final class EventIdAlreadyUsedException extends EventStoreException {

    private final StreamId stream;
    private final UUID eventId;

    EventIdAlreadyUsedException(StreamId stream, UUID eventId, String finding) {
        super("stream " + stream + ": expected event id " + eventId + " to be new, found " + finding);
        this.stream = stream;
        this.eventId = eventId;
    }

    /** The stream that was to be appended to. */
    public StreamId stream() {
        return stream;
    }

    /** An id of the append that is taken. */
    public UUID eventId() {
        return eventId;
    }
}
