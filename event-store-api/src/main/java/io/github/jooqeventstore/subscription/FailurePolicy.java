package io.github.jooqeventstore.subscription;

import io.github.jooqeventstore.InvalidInputException;
import java.time.Duration;

/**
 * What follows when a handler throws or exceeds its time.
 *
 * <pre>{@code
 * FailurePolicy.retry(5).then(FailurePolicy.parkStream())
 * }</pre>
 */
public sealed interface FailurePolicy {

    /** The partition stops until the subscription is started or resumed. */
    record Stop() implements FailurePolicy {}

    /**
     * The event is handed over again after a pause, and the partition waits: the pause doubles each time, less up to a half
     * by chance. When that was in vain, another policy follows.
     *
     * @param retries how often, 1 or more
     * @param firstPause the pause before the first time, more than 0
     * @param longestPause what no pause exceeds, not less than the first
     * @param then what follows when every retry has failed
     */
    record Retry(int retries, Duration firstPause, Duration longestPause, FailurePolicy then) implements FailurePolicy {
        /** Refuses what is no series of pauses. */
        public Retry {
            if (retries < 1) {
                throw new InvalidInputException("failure policy", "retries must be 1 or more, found " + retries);
            }
            Durations.requirePositive("failure policy", "first pause", firstPause);
            Durations.requirePositive("failure policy", "longest pause", longestPause);
            if (longestPause.compareTo(firstPause) < 0) {
                throw new InvalidInputException(
                        "failure policy", "longest pause must not be less than the first, found " + longestPause);
            }
            InvalidInputException.requirePresent("failure policy", "the policy after retries", then);
        }

        /** The same with pauses of that length. */
        public Retry pauses(Duration first, Duration longest) {
            return new Retry(retries, first, longest, then);
        }

        /** The same with another policy for what fails every time. */
        public Retry then(FailurePolicy policy) {
            return new Retry(retries, firstPause, longestPause, policy);
        }
    }

    /**
     * The event and all later ones of its stream go to the table {@code parked_events}, in order; other streams go on. See
     * {@link Subscriptions#parked}, {@link Subscriptions#replay} and {@link Subscriptions#discard}.
     */
    record ParkStream() implements FailurePolicy {}

    /** The event is left out, and the subscription goes on with the next one. */
    record Skip() implements FailurePolicy {}

    /** The partition stops. */
    static FailurePolicy stop() {
        return new Stop();
    }

    /**
     * So many further attempts with pauses from 100 ms to 30 s, then the partition stops.
     *
     * @throws InvalidInputException if the number is less than 1
     */
    static Retry retry(int retries) {
        return new Retry(retries, Duration.ofMillis(100), Duration.ofSeconds(30), stop());
    }

    /** The stream of the event is put aside. */
    static FailurePolicy parkStream() {
        return new ParkStream();
    }

    /** The event is left out. */
    static FailurePolicy skip() {
        return new Skip();
    }
}
