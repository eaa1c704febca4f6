package io.github.jooqeventstore.operations.cli;

import io.github.jooqeventstore.operations.Await;
import io.github.jooqeventstore.operations.OwnServer;
import io.github.jooqeventstore.operations.Progress;
import io.github.jooqeventstore.operations.TestStore;
import io.github.jooqeventstore.operations.backup.BaseBackup;
import io.github.jooqeventstore.operations.backup.Catalog;
import io.github.jooqeventstore.operations.process.ClusterServer;
import io.github.jooqeventstore.operations.process.PostgresPrograms;
import io.github.jooqeventstore.operations.wal.ArchiveScript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of the worst night, from the server's death to the post-mortem. */
class RunbookDocumentedCommandsTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    @SuppressWarnings("NullAway.Init") // set before the test
    private OwnServer server;

    @SuppressWarnings("NullAway.Init") // set before the test
    private DocumentedCommands page;

    @BeforeEach
    void makeAHistory() throws IOException {
        Path archive = Files.createDirectories(folder.resolve("backups/wal"));
        Path script = folder.resolve("archive-wal.sh");
        ArchiveScript.writeArchiving(script);
        server = OwnServer.in(
                folder.resolve("server"),
                Map.of(
                        "fsync",
                        "off",
                        "archive_mode",
                        "on",
                        "archive_command",
                        ArchiveScript.quoted(script) + " %p %f " + ArchiveScript.quoted(archive)));
        TestStore.append(server.dsl(), 60);
        BaseBackup.take(
                server.target(),
                Catalog.openOrCreate(folder.resolve("backups")),
                programs(),
                BaseBackup.Method.SQL,
                Progress.NONE);
        TestStore.append(server.dsl(), 20);
        server.dsl().execute("select pg_switch_wal()");
        Await.until(
                "the segment in the archive",
                () -> server.dsl()
                        .fetchSingle(
                                "select last_archived_wal >= pg_walfile_name(pg_current_wal_lsn() - 16777216) as there"
                                        + " from pg_stat_archiver")
                        .get("there", Boolean.class));
        // These are in the server's own log alone.
        TestStore.append(server.dsl(), 10);
    }

    @AfterEach
    void stop() {
        server.close();
        if (Files.exists(folder.resolve("restored/data"))) {
            ClusterServer.in(folder.resolve("restored"), programs()).close();
        }
    }

    @Test
    void doWhatThePageSays() {
        page = DocumentedCommands.page("runbook-database-failure.md")
                .on(server.target())
                .replacing("/var/backups/orders", folder.resolve("backups").toString())
                .replacing(
                        "/var/log/postgresql",
                        folder.resolve("server/server.log").toString())
                .replacing("/var/lib/postgresql/18/main", data().toString())
                .replacing(
                        "/var/lib/orders-restored", folder.resolve("restored").toString())
                .replacing("/usr/lib/postgresql/18/bin", bin().toString())
                .replacing("/var/tmp", folder.toString())
                .before("event-store runbook collect --output /var/tmp/failure.zip", this::kill)
                .byHand("systemctl restart postgresql", this::restart)
                .before("event-store restore pitr", server::close)
                .byHand("systemctl start postgresql", this::startTheRestored);
        page.run();
    }

    private void kill() {
        try {
            server.signal("KILL");
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void restart() {
        server.restart();
        page.on(server.target());
    }

    private void startTheRestored() {
        ClusterServer restored = ClusterServer.in(folder.resolve("restored"), programs());
        restored.start(Map.of());
        restored.leaveRunning();
        page.on(restored.target(server.target()));
        Await.until(
                "the restored server",
                () -> Cli.on(restored.target(server.target()), "store", "show").code() == 0);
    }

    private Path data() {
        return folder.resolve("server/data");
    }

    private Path bin() {
        try {
            String options = Files.readString(data().resolve("postmaster.opts"));
            return Path.of(options.substring(0, options.indexOf("/postgres ")));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private PostgresPrograms programs() {
        return PostgresPrograms.of(bin(), null);
    }
}
