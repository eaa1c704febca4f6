package io.github.jooqeventstore.operations.cli;

import io.github.jooqeventstore.operations.ArchivingServer;
import io.github.jooqeventstore.operations.process.ClusterServer;
import io.github.jooqeventstore.operations.process.Patience;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page about the archive and about recovery, run from its first line to its last. */
class PointInTimeDocumentedCommandsTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    @SuppressWarnings("NullAway.Init") // set by the test
    private ArchivingServer server;

    @AfterEach
    void stop() {
        for (String name : List.of("restored", "saved")) {
            if (Files.exists(folder.resolve(name).resolve("data"))) {
                ClusterServer.in(folder.resolve(name), server.programs()).close();
            }
        }
        server.close();
    }

    @Test
    void doesWhatThePageSays() {
        server = ArchivingServer.start(folder, Map.of("archive_mode", "on"));
        server.append(10);
        DocumentedCommands.page("point-in-time.md")
                .on(server.target())
                .replacing("/var/backups/orders/wal", server.archive().toString())
                .replacing("/var/backups/orders", folder.resolve("backups").toString())
                .replacing(
                        "/var/lib/orders-restored", folder.resolve("restored").toString())
                .replacing("/var/lib/orders-saved", folder.resolve("saved").toString())
                .replacing("/mnt/dead/pg_wal", server.data().resolve("pg_wal").toString())
                .replacing("/usr/lib/postgresql/18/bin", server.bin().toString())
                .before(
                        "event-store backup wal status --archive /var/backups/orders/wal --deep",
                        this::waitForTheArchive)
                .byHand("psql -c \"select pg_switch_wal()\"", this::writeSixtyEventsAndMore)
                .before("event-store backup wal stream --check", this::demandAReceiver)
                .run();
    }

    private void waitForTheArchive() {
        server.append(10);
        server.archiveSegment();
    }

    private void writeSixtyEventsAndMore() {
        for (int i = 20; i < 90; i += 10) {
            server.append(10);
        }
        server.archiveSegment();
    }

    private void demandAReceiver() {
        server.dsl().execute("alter system set synchronous_standby_names = 'event_store_wal'");
        server.dsl().execute("select pg_reload_conf()");
        breakTheArchive();
    }

    private void breakTheArchive() {
        try {
            Files.setPosixFilePermissions(server.archive(), PosixFilePermissions.fromString("r-xr-xr-x"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        server.dsl().execute("select pg_logical_emit_message(false, 'test', 'end')");
        server.dsl().execute("select pg_switch_wal()");
        boolean failing = Patience.of(Duration.ofSeconds(30))
                .until(() -> server.dsl()
                        .fetchSingle("select failed_count > 0 as failing from pg_stat_archiver")
                        .get("failing", Boolean.class));
        if (!failing) {
            throw new AssertionError("expected archiving to fail");
        }
    }
}
