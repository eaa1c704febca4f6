package io.github.jooqeventstore.operations.cli;

import io.github.jooqeventstore.operations.DatabaseTarget;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
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

    /** {@return the target, with the security of the connection that the variables ask for where its URL does not} */
    DatabaseTarget secured(DatabaseTarget target) {
        Map<String, String> missing = new HashMap<>();
        for (String name : List.of("sslmode", "sslrootcert")) {
            String value = get(name.toUpperCase(Locale.ROOT));
            if (value != null && !target.parameters().containsKey(name)) {
                missing.put(name, value);
            }
        }
        return target.with(missing);
    }

    /** Leaves out the values: one may be a password. */
    @Override
    public String toString() {
        return "Environment" + variables.keySet();
    }
}
