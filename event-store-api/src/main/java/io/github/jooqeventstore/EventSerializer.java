package io.github.jooqeventstore;

/**
 * Turns payloads into JSON and back. Safe for use by many threads at once.
 *
 * <p>The store checks the JSON it is given before it sends it: one value, under the size limit, without the character
 * NUL and lone surrogates, and with no number or nesting that could not be read back.
 */
public interface EventSerializer {

    /** Jackson, as the store configures it: numbers exact, dates as ISO 8601 text, no class names in the JSON. */
    static EventSerializer jackson() {
        return JacksonEventSerializer.standard();
    }

    /**
     * A serializer that refuses to write what could not be stored and read back, for JSON that is stored elsewhere than
     * in events; a store checks its events itself.
     *
     * @param serializer what does the work
     * @param maxBytes the most bytes of JSON
     * @return one whose {@link #serialize} throws {@link InvalidInputException}, too
     */
    static EventSerializer storable(EventSerializer serializer, int maxBytes) {
        return new StorableSerializer(
                InvalidInputException.requirePresent("event serializer", "serializer", serializer), maxBytes);
    }

    /**
     * The payload as one JSON value.
     *
     * @throws EventSerializationException if it cannot be written; its message must not quote the payload
     */
    String serialize(Object payload);

    /**
     * The payload that a JSON value says.
     *
     * @throws EventSerializationException if it cannot be read; its message must not quote the JSON
     */
    <T> T deserialize(String json, Class<T> type);
}
