package io.github.jooqeventstore;

/**
 * A payload that is JSON already: for imports, for tools, and for types that have no class.
 *
 * @param type the name of the event type
 * @param schemaVersion the version of the shape of the JSON, 1 or more
 * @param json the payload: one JSON value
 */
public record JsonEvent(String type, int schemaVersion, String json) {

    /**
     * Makes a payload of JSON text, which is checked when it is appended.
     *
     * @throws InvalidInputException if the type is no name for a type, the schema version is less than 1, or the JSON is
     *     null
     */
    public JsonEvent {
        Names.check("event type", type);
        if (schemaVersion < 1) {
            throw new InvalidInputException(
                    "event type " + type, "schema version must be 1 or more, found " + schemaVersion);
        }
        InvalidInputException.requirePresent("event type " + type, "json", json);
    }

    /** A payload of schema version 1. */
    public JsonEvent(String type, String json) {
        this(type, 1, json);
    }

    /** The type and its schema version; not the payload. */
    @Override
    public String toString() {
        return type + " v" + schemaVersion;
    }
}
