package io.github.jooqeventstore.operations.drill;

/**
 * Something that was done, and how long it took.
 *
 * @param name a few words
 * @param outage whether it was done while the store was away: its time counts for the RTO
 * @param begin when it began, in seconds since the drill began
 * @param seconds how long it took
 */
public record DrillStep(String name, boolean outage, double begin, double seconds) {
    /** {@return when it ended, in seconds since the drill began} */
    public double end() {
        return begin + seconds;
    }
}
