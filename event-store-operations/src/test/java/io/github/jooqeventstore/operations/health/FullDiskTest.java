package io.github.jooqeventstore.operations.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OwnServer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A server on a disk that is full: a folder with a file system of its own, which the profile small-disk names. */
@Tag("small-disk")
class FullDiskTest {
    private final Path disk = Path.of(Objects.requireNonNull(
            System.getProperty("eventstore.small.disk"), "-Deventstore.small.disk: expected a folder, found nothing"));

    @Test
    void isFoundByReadyAndByDeepUntilThereIsRoomAgain() throws Exception {
        Map<String, String> settings =
                Map.of("shared_buffers", "8MB", "min_wal_size", "32MB", "max_wal_size", "48MB", "wal_recycle", "off");
        Path ballast = disk.resolve("ballast");
        try (OwnServer server = OwnServer.in(disk.resolve("health"), settings)) {
            Health health = Health.of(server.target().dataSource());
            assertThat(health.ready().healthy()).isTrue();
            fill(ballast);
            for (HealthReport report : new HealthReport[] {health.ready(), health.deep()}) {
                assertThat(report.failures())
                        .extracting(HealthCheck::name)
                        .as("%s", report)
                        .contains("disk");
                assertThat(report.exitCode()).isEqualTo(ExitCode.NO_SPACE);
            }

            Files.delete(ballast);

            assertThat(health.ready().healthy()).isTrue();
        } finally {
            Files.deleteIfExists(ballast);
        }
    }

    private static void fill(Path ballast) throws IOException {
        byte[] block = new byte[4096];
        try (OutputStream out = Files.newOutputStream(ballast)) {
            while (true) {
                out.write(block);
            }
        } catch (IOException full) {
            assertThat(Files.size(ballast)).isPositive();
        }
    }
}
