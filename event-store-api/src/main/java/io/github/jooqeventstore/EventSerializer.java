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
