package io.github.jooqeventstore.operations.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.jooqeventstore.operations.ArchivingServer;
import io.github.jooqeventstore.operations.process.Patience;
import io.github.jooqeventstore.operations.wal.WalReceiver;
import io.github.jooqeventstore.postgres.PostgresOptions;
import io.github.jooqeventstore.postgres.PostgresServer;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** {@code backup wal setup} and {@code status}, from a server that archives nothing to one whose archive breaks. */
class BackupWalCommandTest {
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    @Test
    void setsUpAnArchiveProvesItAndTellsWhenItBreaks() throws IOException {
        Path archive = folder.resolve("archive");
        Path script = folder.resolve("archive orders.sh");
        String[] setup = {
            "backup",
            "wal",
            "setup",
            "--archive",
            archive.toString(),
            "--script",
            script.toString(),
            "--execute",
            "--wait",
            "20"
        };
        String[] status = {"backup", "wal", "status", "--archive", archive.toString(), "--deep"};
        try (var server = ArchivingServer.start(folder, Map.of())) {
            Cli plan = Cli.on(server.target(), "backup", "wal", "setup", "--archive", archive.toString());
            assertThat(plan.code()).isZero();
            assertThat(plan.out()).contains("archive_mode = 'on'").contains("archive_command = ");
            assertThat(archive).doesNotExist();

            Cli first = Cli.on(server.target(), setup);
            assertThat(first.err()).isEmpty();
            assertThat(first.code()).isEqualTo(1);
            assertThat(first.out()).contains("restart the server for archive_mode");
        }
        try (var server = restart()) {
            Cli second = Cli.on(server.target(), setup);
            assertThat(second.err()).isEmpty();
            assertThat(second.code()).isZero();
            assertThat(second.out()).contains("went through and is what the server wrote");
            assertThat(script).isExecutable();

            Cli well = Cli.on(server.target(), status);
            assertThat(well.out()).contains("all is well");
            assertThat(well.code()).isZero();

            server.append(10);
            assertThat(Patience.of(Duration.ofSeconds(20))
                            .until(() -> Cli.on(
                                            server.target(),
                                            "backup",
                                            "wal",
                                            "status",
                                            "--archive",
                                            archive.toString(),
                                            "--max-seconds",
                                            "0")
                                    .out()
                                    .contains("FINDING   the last segment was archived ")))
                    .isTrue();
            server.archiveSegment();
            server.append(10);
            String last = server.archiveSegment();
            Path hidden = folder.resolve("hidden");
            Path middle = archive.resolve(before(last));
            Files.move(middle, hidden);
            assertFinding(Cli.on(server.target(), status), "segment " + before(last) + " is missing");

            Files.move(hidden, middle);
            try (var file = new RandomAccessFile(middle.toFile(), "rw")) {
                file.seek(8192 + 40);
                file.write(file.read() ^ 1);
            }
            assertFinding(Cli.on(server.target(), status), "segment " + before(last) + ": expected a record");

            Files.setPosixFilePermissions(archive, PosixFilePermissions.fromString("r-xr-xr-x"));
            server.append(10);
            server.dsl().execute("select pg_switch_wal()");
            assertThat(Patience.of(Duration.ofSeconds(20))
                            .until(() -> Cli.on(
                                            server.target(), "backup", "wal", "status", "--archive", archive.toString())
                                    .out()
                                    .contains(" fails; the server's log says why")))
                    .isTrue();
            assertThat(Cli.on(server.target(), setup).code()).isEqualTo(1);
            Files.setPosixFilePermissions(archive, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    @Test
    void tellsWhenNobodyReceivesTheLog() {
        try (var server = ArchivingServer.start(folder, Map.of())) {
            Cli check = Cli.on(server.target(), "backup", "wal", "stream", "--check", "--json");

            assertThat(check.code()).isEqualTo(1);
            assertThat(JSON.readTree(check.out()).get("findings").size()).isEqualTo(2);
            assertThat(check.out())
                    .contains("synchronous_standby_names does not have " + WalReceiver.NAME)
                    .contains("the receiver is not there");
        }
    }

    private static void assertFinding(Cli call, String finding) {
        assertThat(call.out()).contains("FINDING   " + finding);
        assertThat(call.code()).isEqualTo(1);
    }

    private static String before(String segment) {
        return "%024X".formatted(new java.math.BigInteger(segment, 16).subtract(java.math.BigInteger.ONE));
    }

    private ArchivingServer restart() {
        PostgresServer server = PostgresServer.start(PostgresOptions.fromSystemProperties()
                .mode(PostgresOptions.Mode.EMBEDDED)
                .dataFolder(folder.resolve("server"))
                .settings(Map.of("fsync", "off")));
        String url = server.jdbcUrl().replace("/postgres", "/orders");
        return new ArchivingServer(
                folder,
                server,
                io.github.jooqeventstore.operations.DatabaseTarget.of(url, server.user(), server.password()));
    }
}
