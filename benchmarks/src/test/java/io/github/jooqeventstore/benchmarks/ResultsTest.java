package io.github.jooqeventstore.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ResultsTest {

    private static Results of(int rounds, Line... lines) {
        return new Results("2026-11-25", rounds, 2, Map.of("processors", "2"), Map.of(), Map.of(), List.of(lines));
    }

    private static Line line(String work, String contender, double perSecond) {
        return new Line(work, contender, 1, 1, List.of(perSecond), perSecond, null, null, null, null, null);
    }

    @Test
    void ofTheSameDayKeepWhatWasNotMeasuredAgain() {
        Results earlier = of(3, line("append", "jdbc", 1), line("append", "peer", 2), line("load", "jdbc", 3));
        Results later = of(3, line("append", "jdbc", 4));

        assertThat(later.and(earlier).results()).containsExactly(line("load", "jdbc", 3), line("append", "jdbc", 4));
    }

    @Test
    void measuredInAnotherWayKeepNothing() {
        Results later = of(3, line("append", "jdbc", 4));

        assertThat(later.and(of(1, line("load", "jdbc", 3)))).isEqualTo(later);
    }
}
