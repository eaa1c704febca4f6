package io.github.jooqeventstore.operations.tune;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.jooqeventstore.operations.Await;
import io.github.jooqeventstore.operations.OperationsDatabase;
import io.github.jooqeventstore.operations.OwnServer;
import io.github.jooqeventstore.operations.cli.Cli;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real server and its settings. */
class TunedServerTest {
    private static final String[] MACHINE = {"--memory", "512MB", "--cpus", "2", "--disk", "ssd", "--connections", "20"
    };

    @TempDir
    private Path folder;

    private static String[] with(String[] more, String... first) {
        return Stream.concat(Stream.of(first), Stream.concat(Stream.of(MACHINE), Stream.of(more)))
                .toArray(String[]::new);
    }

    @Test
    void startsWithTheFileAndThenHasNothingToChange() throws Exception {
        Cli generated = Cli.call(with(new String[] {}, "tune", "generate"));
        assertThat(generated.code()).isZero();
        Path file = folder.resolve("event-store-tuning.conf");
        Files.writeString(file, generated.out());

        try (OwnServer server = OwnServer.in(folder.resolve("server"), Map.of("include", file.toString()))) {
            Cli diff = Cli.on(server.target(), with(new String[] {}, "tune", "diff"));

            assertThat(diff.out()).isEqualToIgnoringNewLines("all settings are as wanted");
            assertThat(diff.code()).isZero();
            assertThat(server.dsl().fetchValue("show shared_preload_libraries")).isEqualTo("pg_stat_statements");
        }
    }

    @Test
    void takesWhatNeedsNoRestartAtOnceAndTheRestOnlyWhenTold() throws Exception {
        try (OwnServer server = OwnServer.in(folder.resolve("server"), Map.of("fsync", "off"))) {
            Cli plan = Cli.on(server.target(), with(new String[] {}, "tune", "apply"));
            assertThat(plan.code()).as(plan.err()).isZero();
            assertThat(plan.out())
                    .contains("wal_compression")
                    .contains("--execute")
                    .doesNotContain("after a restart");
            assertThat(server.dsl()
                            .fetchValue("select count(*) from pg_file_settings where sourcefile like '%auto.conf'"))
                    .isEqualTo(0L);

            Cli done = Cli.on(server.target(), with(new String[] {"--execute"}, "tune", "apply"));
            assertThat(done.code()).as(done.err()).isZero();
            Await.until(
                    "the server to have read it", () -> "on".equals(server.dsl().fetchValue("show fsync")));

            Cli diff = Cli.on(server.target(), with(new String[] {}, "tune", "diff"));
            assertThat(diff.code()).isEqualTo(1);
            assertThat(diff.out().lines().skip(1)).isNotEmpty().allMatch(line -> line.endsWith("after a restart"));

            Cli all = Cli.on(server.target(), with(new String[] {"--execute", "--with-restart"}, "tune", "apply"));
            assertThat(all.code()).as(all.err()).isZero();
            server.restart();
            assertThat(Cli.on(server.target(), with(new String[] {}, "tune", "diff"))
                            .code())
                    .isZero();
        }
    }

    @Test
    void isToldNothingThatEndangersEvents() throws Exception {
        try (OwnServer server = OwnServer.in(folder.resolve("server"), Map.of());
                OperationsDatabase database = OperationsDatabase.open(server.target())) {
            for (String unsafe : List.of("fsync=off", "synchronous_commit=off", "full_page_writes=off")) {
                Cli call = Cli.on(server.target(), with(new String[] {"--execute", "--set", unsafe}, "tune", "apply"));

                assertThat(call.code()).as(call.err()).isEqualTo(5);
                assertThat(call.err()).contains("nothing was done");
            }
            assertThat(new RunningSettings(database).differences(List.of(new TunedSetting("fsync", "on", ""))))
                    .isEmpty();
        }
    }
}
