package io.github.jooqeventstore.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LineTest {

    @Test
    void takesTheMedianOfTheRoundsAndComparesInsideEach() {
        List<Line> lines = Line.of(List.of(
                List.of(measured("jdbc", 100, 10.0), measured("event-store", 80, 12.0)),
                List.of(measured("jdbc", 10, 10.0), measured("event-store", 9, 11.0)),
                List.of(measured("jdbc", 200, 10.0), measured("event-store", 140, 13.0))));

        assertThat(lines).hasSize(2);
        Line ours = lines.getLast();
        assertThat(ours.contender()).isEqualTo("event-store");
        assertThat(ours.rounds()).containsExactly(80.0, 9.0, 140.0);
        assertThat(ours.throughput()).isEqualTo(80);
        assertThat(ours.base()).isEqualTo("jdbc");
        assertThat(ours.ratio()).isEqualTo(0.8);
        assertThat(ours.cpuMicros()).isEqualTo(12);
        assertThat(ours.cpuRatio()).isEqualTo(1.2);
    }

    @Test
    void comparesOnlyTheSameWorkAtTheSameNumberOfThreadsAndEvents() {
        List<Line> lines = Line.of(List.of(List.of(
                measured("jdbc", 100, null),
                new Measurement("append", "event-store", 1, 1, 50, null, null),
                new Measurement("append", "event-store", 8, 10, 50, null, null),
                new Measurement("load", "event-store", 8, 1, 50, null, null))));

        assertThat(lines.subList(1, 4)).allSatisfy(line -> {
            assertThat(line.base()).isNull();
            assertThat(line.ratio()).isNull();
            assertThat(line.cpuMicros()).isNull();
        });
    }

    private static Measurement measured(String contender, double perSecond, @Nullable Double cpu) {
        return new Measurement("append", contender, 8, 1, perSecond, cpu, 1_000.0);
    }
}
