package io.github.jooqeventstore;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Input that no statement was sent for: nothing was written. Correct the input; repeating the call cannot help.
 */
public final class InvalidInputException extends EventStoreException {

    private final String subject;

    InvalidInputException(String subject, String finding) {
        super(subject + ": " + finding);
        this.subject = subject;
    }

    static <T> T requirePresent(String subject, String what, @Nullable T value) {
        if (value == null) {
            throw new InvalidInputException(subject, what + " must not be null");
        }
        return value;
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
