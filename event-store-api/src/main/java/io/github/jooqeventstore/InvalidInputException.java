package io.github.jooqeventstore;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Input that no statement was sent for: nothing was written. Correct the input; repeating the call cannot help.
 */
public final class InvalidInputException extends EventStoreException {

    private final String subject;

    /** For what is built on the store: what the input was meant for, and what is wrong with it, without quoting it. */
    public InvalidInputException(String subject, String finding) {
        super(subject + ": " + finding);
        this.subject = subject;
    }

    /** The value, which must not be null; else the message says that {@code what} of {@code subject} is. */
    public static <T> T requirePresent(String subject, String what, @Nullable T value) {
        if (value == null) {
            throw new InvalidInputException(subject, what + " must not be null");
        }
        return value;
    }

    /** The name, if it may be stored as one: 1 to 255 characters, not only blanks, no control characters. */
    public static String requireName(String subject, @Nullable String name) {
        return Names.check(subject, name);
    }

    /** A copy of the list, which may hold no null. */
    static <T> List<T> requireAllPresent(String subject, String what, @Nullable List<T> values) {
        requirePresent(subject, what, values).forEach(value -> requirePresent(subject, "one of the " + what, value));
        return List.copyOf(values);
    }

    /** What the input was meant for, as in {@code stream id} or {@code event 2 of stream order-42}. */
    public String subject() {
        return subject;
    }
}
