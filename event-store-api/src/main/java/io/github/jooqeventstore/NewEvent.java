package io.github.jooqeventstore;

import java.util.UUID;

/**
 * An event to be appended.
 *
 * <p>The id makes an append repeatable: the same event asked for twice is stored once. Events that are given no id get
 * one of version 7 (RFC 9562), which rises with time and keeps the index of ids growing at one end.
 *
 * @param id the identity of the event, unique in the store
 * @param payload what the event says: an object of a class that {@link EventTypes} knows, or a {@link JsonEvent}
 * @param metadata what is known about the event
 */
public record NewEvent(UUID id, Object payload, EventMetadata metadata) {

    /**
     * Makes an event to be appended.
     *
     * @throws InvalidInputException if an argument is null
     */
    public NewEvent {
        InvalidInputException.requirePresent("new event", "id", id);
        InvalidInputException.requirePresent("new event", "payload", payload);
        InvalidInputException.requirePresent("new event", "metadata", metadata);
    }

    /** An event of that payload with a new id and no metadata. */
    public static NewEvent of(Object payload) {
        return new NewEvent(EventIds.next(), payload, EventMetadata.none());
    }

    /** An event of that payload with a new id. */
    public static NewEvent of(Object payload, EventMetadata metadata) {
        return new NewEvent(EventIds.next(), payload, metadata);
    }

    /** The same event with another id. */
    public NewEvent withId(UUID newId) {
        return new NewEvent(newId, payload, metadata);
    }

    /** The same event with other metadata. */
    public NewEvent withMetadata(EventMetadata newMetadata) {
        return new NewEvent(id, payload, newMetadata);
    }

    /** The id and the class of the payload; not the payload. */
    @Override
    public String toString() {
        return (payload instanceof JsonEvent json
                        ? json.toString()
                        : payload.getClass().getSimpleName()) + " " + id;
    }
}
