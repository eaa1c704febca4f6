package io.github.jooqeventstore;

/**
 * An event to be imported into a new stream.
 *
 * @param stream the stream that it belongs to
 * @param event the event; when it happened belongs into its metadata ({@link EventMetadata#withOccurredAt})
 */
public record ImportedEvent(StreamId stream, NewEvent event) {

    /**
     * Makes an event to be imported.
     *
     * @throws InvalidInputException if an argument is null
     */
    public ImportedEvent {
        InvalidInputException.requirePresent("import", "stream", stream);
        InvalidInputException.requirePresent("import into stream " + stream, "event", event);
    }

    /**
     * An event of a stream.
     *
     * @param event a payload, or a {@link NewEvent} where the event has an id or metadata of its own
     * @throws InvalidInputException if an argument is null
     */
    public static ImportedEvent of(StreamId stream, Object event) {
        return new ImportedEvent(stream, event instanceof NewEvent given ? given : NewEvent.of(event));
    }
}
