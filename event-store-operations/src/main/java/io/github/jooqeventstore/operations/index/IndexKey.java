package io.github.jooqeventstore.operations.index;

import io.github.jooqeventstore.EventFilter;
import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsException;
import java.util.Arrays;
import java.util.List;
import org.jooq.Field;
import org.jooq.impl.QOM;

/** By what an index finds events: a key of their metadata, or a field of their payload. */
public sealed interface IndexKey {
    /** A key of the metadata. */
    record MetadataKey(String key) implements IndexKey {
        @Override
        public EventFilter filter(String value) {
            return EventFilter.metadata(key, value);
        }

        @Override
        public List<String> path() {
            return List.of(key);
        }

        @Override
        public String toString() {
            return "metadata key " + key;
        }
    }

    /** A field of the payload, at a path of keys. */
    record PayloadField(List<String> path) implements IndexKey {
        /** Copies. */
        public PayloadField {
            path = List.copyOf(path);
        }

        @Override
        public EventFilter filter(String value) {
            return EventFilter.payload(path, value);
        }

        @Override
        public String toString() {
            return "payload field /" + String.join("/", path);
        }
    }

    /** {@return a key of the metadata} */
    static IndexKey metadata(String key) {
        return new MetadataKey(key);
    }

    /**
     * {@return a field of the payload}
     *
     * @param pointer the way to it as a JSON pointer, {@code /order/customer} for instance; of keys alone, no number of an
     *     element
     * @throws OperationsException with {@link ExitCode#USAGE} when it is none
     */
    static IndexKey payload(String pointer) {
        if (pointer.length() < 2 || pointer.charAt(0) != '/') {
            throw new OperationsException(
                    ExitCode.USAGE, "payload field: expected a path such as /order/customer, found " + pointer);
        }
        return new PayloadField(Arrays.stream(pointer.substring(1).split("/", -1))
                .map(key -> key.replace("~1", "/").replace("~0", "~"))
                .toList());
    }

    /** {@return the library's own question for the events that hold this value there} */
    EventFilter filter(String value);

    /** {@return the keys from the outside in} */
    List<String> path();

    /**
     * {@return what that question compares} Taken out of the question itself: the planner uses no index on an expression but
     * that very one.
     */
    default Field<?> expression() {
        return ((QOM.Eq<?>) filter("").condition()).$arg1();
    }
}
