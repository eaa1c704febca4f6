package io.github.jooqeventstore.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.results.RunResult;

class BenchmarksTest {

    @Test
    void eachRunsAndIsComparedWithItsBase() throws Exception {
        List<RunResult> results = new ArrayList<>(BenchmarkMain.run(".*", 2, 0));

        RatioTable table = RatioTable.of(results);

        assertThat(table.lines()).hasSize(28).allSatisfy(line -> {
            assertThat(line.rate()).isPositive();
            assertThat(line.ratio()).isPositive();
        });
    }
}
