package io.github.jooqeventstore;

/**
 * A payload that could not be written as JSON or read from it. Message and cause hold no part of the payload: they name
 * the type and the place in it. The stored event itself can always be read as {@link RecordedEvent#json()}.
 */
public final class EventSerializationException extends EventStoreException {

    /** For serializers: say what could not be done, and where, without quoting the payload. */
    public EventSerializationException(String message) {
        super(message);
    }
}
