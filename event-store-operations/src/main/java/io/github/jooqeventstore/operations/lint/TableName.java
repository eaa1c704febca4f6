package io.github.jooqeventstore.operations.lint;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The name of a table or of another object, as the database keeps it.
 *
 * @param schema null where it is not said: then the store's
 * @param name without the schema
 */
record TableName(@Nullable String schema, String name) {
    private static final Set<String> HISTORY = Set.of("events", "streams");

    /** {@return whether it is in the schema of the event store} */
    boolean isIn(String storeSchema) {
        return schema == null || schema.equals(storeSchema);
    }

    /** {@return whether history is kept in it} */
    boolean isHistory(String storeSchema) {
        return isIn(storeSchema) && HISTORY.contains(name);
    }

    @Override
    public String toString() {
        return name;
    }
}
