package io.github.jooqeventstore;

import java.util.IdentityHashMap;

/** The values of one execution of a statement. */
final class Binds {

    private final IdentityHashMap<Parameter<?>, Object> values = new IdentityHashMap<>();

    Binds set(Parameter<?> parameter, Object value) {
        values.put(parameter, value);
        return this;
    }

    Object get(Parameter<?> parameter) {
        Object value = values.get(parameter);
        if (value == null) {
            throw new IllegalStateException("parameter " + parameter.getName() + " was given no value");
        }
        return value;
    }
}
