package io.github.jooqeventstore.operations.index;

/**
 * What an index costs those who append, measured.
 *
 * @param events how many were appended to each of two tables, with the index and without it
 * @param withoutIndex events a second without it
 * @param withIndex events a second with it
 */
public record AppendCost(int events, double withoutIndex, double withIndex) {
    /** {@return the rate with the index as a share of the rate without it} */
    public double ratio() {
        return withIndex / withoutIndex;
    }
}
