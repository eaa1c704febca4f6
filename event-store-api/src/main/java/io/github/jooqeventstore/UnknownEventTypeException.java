package io.github.jooqeventstore;

/**
 * An event type that {@link EventTypes} does not know. Register it; the event itself can always be read as
 * {@link RecordedEvent#json()}.
 */
public final class UnknownEventTypeException extends EventStoreException {

    UnknownEventTypeException(String message) {
        super(message);
    }
}
