package io.github.jooqeventstore.operations.index;

import java.time.Duration;

/**
 * From where on an index is worth a word.
 *
 * @param meanMillis how long a statement takes on average, in milliseconds
 * @param blocks how many blocks of 8 kB it reads
 * @param unusedFor how old statistics must be before an index counts as unused
 */
public record IndexLimits(double meanMillis, long blocks, Duration unusedFor) {
    /** {@return 50 ms, a thousand blocks (8 MB), two weeks} */
    public static IndexLimits defaults() {
        return new IndexLimits(50, 1_000, Duration.ofDays(14));
    }

    /** {@return the same for other statements} */
    public IndexLimits slow(double millis, long blocksRead) {
        return new IndexLimits(millis, blocksRead, unusedFor);
    }

    /** {@return the same with another age of the statistics} */
    public IndexLimits unusedFor(Duration time) {
        return new IndexLimits(meanMillis, blocks, time);
    }
}
