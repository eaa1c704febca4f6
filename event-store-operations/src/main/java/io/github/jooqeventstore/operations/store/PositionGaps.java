package io.github.jooqeventstore.operations.store;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The positions that are missing below the head.
 *
 * @param count how many gaps there are
 * @param missing how many positions are missing together
 * @param longest the longest gaps, 1,000 at most, longest first; the others are shorter and not classed
 */
public record PositionGaps(long count, long missing, List<PositionGap> longest) {
    /** Copies. */
    public PositionGaps {
        longest = List.copyOf(longest);
    }

    /** {@return how many of the classed gaps have each cause} */
    public Map<PositionGap.Cause, Long> byCause() {
        Map<PositionGap.Cause, Long> counts = new EnumMap<>(PositionGap.Cause.class);
        longest.forEach(gap -> counts.merge(gap.cause(), 1L, Long::sum));
        return counts;
    }
}
