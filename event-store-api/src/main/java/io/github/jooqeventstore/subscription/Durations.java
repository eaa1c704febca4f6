package io.github.jooqeventstore.subscription;

import io.github.jooqeventstore.InvalidInputException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Lengths of time that a caller gives. */
final class Durations {

    private static final Duration LONGEST = Duration.ofDays(365);

    private Durations() {}

    static Duration requirePositive(String subject, String what, @Nullable Duration duration) {
        Duration given = InvalidInputException.requirePresent(subject, what, duration);
        if (given.isZero() || given.isNegative() || given.compareTo(LONGEST) > 0) {
            throw new InvalidInputException(subject, what + " must be more than 0 and at most a year, found " + given);
        }
        return given;
    }
}
