package io.github.jooqeventstore.operations.cli;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The variables that the program was started with. */
record Environment(Map<String, String> variables) {
    static final String PREFIX = "EVENT_STORE_";

    /** {@return the value of {@code EVENT_STORE_} and the name, or null where it is absent or empty} */
    @Nullable
    String get(String name) {
        String value = variables.get(PREFIX + name);
        return value == null || value.isEmpty() ? null : value;
    }

    /** Leaves out the values: one may be a password. */
    @Override
    public String toString() {
        return "Environment" + variables.keySet();
    }
}
