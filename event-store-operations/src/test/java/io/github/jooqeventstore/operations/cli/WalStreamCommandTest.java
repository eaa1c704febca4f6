package io.github.jooqeventstore.operations.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.jooqeventstore.operations.ArchivingServer;
import io.github.jooqeventstore.operations.process.Patience;
import io.github.jooqeventstore.operations.wal.WalReceiver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code backup wal stream}, from its start to the end of what it runs. */
@Tag("postgres-programs")
class WalStreamCommandTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    @Test
    void receivesTellsWhatIsWrongAndEndsWithItsReceiver() throws Exception {
        try (var server = ArchivingServer.start(folder, Map.of())) {
            Files.createDirectories(server.archive());
            var call = CompletableFuture.supplyAsync(() -> Cli.on(
                    server.target(),
                    "backup",
                    "wal",
                    "stream",
                    "--archive",
                    server.archive().toString(),
                    "--every",
                    "1"));
            assertThat(Patience.of(PATIENCE).until(() -> partialSegments(server.archive()) > 0))
                    .isTrue();
            assertThat(Cli.on(server.target(), "backup", "wal", "stream", "--check")
                            .out())
                    .contains("receiver  async")
                    .contains("FINDING   synchronous_standby_names does not have " + WalReceiver.NAME);
            server.dsl().execute("alter system set synchronous_standby_names = 'event_store_wal'");
            server.dsl().execute("select pg_reload_conf()");
            assertThat(Patience.of(PATIENCE)
                            .until(() -> Cli.on(server.target(), "backup", "wal", "stream", "--check")
                                            .code()
                                    == 0))
                    .isTrue();

            server.dsl().execute("select pg_terminate_backend(active_pid) from pg_replication_slots");

            Cli ended = call.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(ended.code()).isEqualTo(1);
            assertThat(ended.err())
                    .contains("receiving into " + server.archive())
                    .contains("pg_receivewal: expected it to receive the log, found it to have ended")
                    .doesNotContain(String.valueOf(server.target().password()));
        }
    }

    private static long partialSegments(Path archive) {
        try (var files = Files.list(archive)) {
            return files.filter(file -> file.toString().endsWith(".partial")).count();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
