package io.github.jooqeventstore.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.jooqeventstore.postgres.PostgresServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Figures are not judged here: that everything runs, and that what it finds becomes results. */
class BenchmarksTest {

    @TempDir
    Path logs;

    @Test
    void eachRunsAndIsComparedWithItsBase() throws Exception {
        Set<String> absent = Work.absent();
        try (PostgresServer server = Server.start()) {
            Server.tell(server);

            List<Line> lines =
                    Line.of(new Rounds(Rounds.Pace.SMOKE, contender -> !absent.contains(contender), logs, System.out)
                            .run(Work.all(), 1));

            assertThat(lines.stream().map(line -> line.work().split(":", 2)[0]).distinct())
                    .containsExactly(
                            "append",
                            "promise",
                            "import",
                            "group commit",
                            "load",
                            "read all",
                            "query",
                            "subscription",
                            "index budget",
                            "scale");
            assertThat(lines).allSatisfy(line -> {
                assertThat(line.throughput()).isPositive();
                assertThat(line.ratio()).isPositive();
                assertThat(line.allocatedBytes()).isPositive();
            });
        }
    }
}
