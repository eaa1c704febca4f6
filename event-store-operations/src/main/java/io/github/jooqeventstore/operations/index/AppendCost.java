package io.github.jooqeventstore.operations.index;

/**
 * What an index costs those who append, measured.
 *
 * @param events how many were appended to each of two tables, with the index and without it
 * @param withoutIndex events a second without it
 * @param withIndex events a second with it
 * @param ratio the rate with the index as a share of the rate without it
 */
public record AppendCost(int events, double withoutIndex, double withIndex, double ratio) {
    static AppendCost of(int events, long nanosWithout, long nanosWith) {
        return new AppendCost(
                events, events * 1e9 / nanosWithout, events * 1e9 / nanosWith, (double) nanosWithout / nanosWith);
    }
}
