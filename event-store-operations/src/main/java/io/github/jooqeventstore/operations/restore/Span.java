package io.github.jooqeventstore.operations.restore;

/**
 * Positions that follow each other.
 *
 * @param from the first
 * @param to the last
 */
public record Span(long from, long to) {
    /** {@return one number, or two with a dash} */
    @Override
    public String toString() {
        return from == to ? Long.toString(from) : from + "-" + to;
    }
}
