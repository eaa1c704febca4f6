package io.github.jooqeventstore.operations.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.jooqeventstore.operations.ArchivingServer;
import io.github.jooqeventstore.operations.Await;
import io.github.jooqeventstore.operations.Progress;
import io.github.jooqeventstore.operations.backup.Backup;
import io.github.jooqeventstore.operations.backup.BaseBackup;
import io.github.jooqeventstore.operations.backup.Catalog;
import io.github.jooqeventstore.operations.cli.Cli;
import io.github.jooqeventstore.operations.monitor.Monitor;
import io.github.jooqeventstore.operations.monitor.MonitorServer;
import io.github.jooqeventstore.operations.process.ClusterServer;
import io.github.jooqeventstore.operations.process.FolderAccount;
import io.github.jooqeventstore.operations.wal.ArchiveScript;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A server as the pages say, each step by the command that the checklist names: archived, backed up, watched, followed. */
final class PreparedSystem implements AutoCloseable {
    private static final List<String> MACHINE =
            List.of("--memory", "512MB", "--cpus", "2", "--disk", "ssd", "--connections", "20");

    private final Path folder;
    private final ArchivingServer server;
    private final ClusterServer standby;
    private final MonitorServer monitor;

    PreparedSystem(Path folder) throws IOException {
        this.folder = folder;
        Path tuning = folder.resolve("tuning.conf");
        Files.writeString(tuning, Cli.call(with(MACHINE, "tune", "generate")).out());
        Path script = folder.resolve("archive-wal.sh");
        ArchiveScript.writeArchiving(script);
        Files.createDirectories(folder.resolve("archive"));
        server = ArchivingServer.start(
                folder,
                Map.of(
                        "include",
                        tuning.toString(),
                        "fsync",
                        "on",
                        "archive_mode",
                        "on",
                        "archive_command",
                        ArchiveScript.quoted(script) + " %p %f " + ArchiveScript.quoted(folder.resolve("archive"))));
        server.append(30);
        command("roles", "grant", "--application", "orders_app", "--reader", "orders_reader");
        server.dsl().execute("create role orders_program login in role orders_app");
        standby = follow(BaseBackup.take(
                server.target(),
                Catalog.openOrCreate(folder.resolve("copies")),
                server.programs(),
                BaseBackup.Method.SQL,
                Progress.NONE));
        backUp();
        monitor = MonitorServer.start(
                Monitor.of(server.target()), new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        Files.writeString(
                folder.resolve("rules.yml"), Cli.call("monitor", "rules").out());
        Files.createDirectories(folder.resolve("metrics"));
        Files.writeString(
                folder.resolve("metrics/event_store_drill.prom"),
                "event_store_drill_timestamp_seconds{tier=\"1\"} "
                        + Instant.now().getEpochSecond() + "\n");
        server.archiveSegment();
    }

    private void backUp() throws IOException {
        String backups = folder.resolve("backups").toString();
        command("backup", "events", "--to", backups);
        command(
                "backup",
                "verify",
                "--deep",
                "--in",
                backups,
                "--on",
                "jdbc:postgresql://127.0.0.1:" + server.target().port() + "/postgres",
                "last");
        command(
                "schedule",
                "generate",
                "--systemd",
                "--into",
                folder.resolve("jobs").toString(),
                "--backups",
                backups,
                "--deep-on",
                "jdbc:postgresql://scratch/postgres");
        Files.createDirectories(folder.resolve("timers"));
        Files.createSymbolicLink(
                folder.resolve("timers/event-store-backup-daily.timer"),
                folder.resolve("jobs/event-store-backup-daily.timer"));
    }

    // The copy becomes a standby: it has the password from a file, as it should.
    private ClusterServer follow(Backup copy) throws IOException {
        Path into = Files.createDirectories(folder.resolve("standby"));
        Files.move(copy.file(BaseBackup.DATA), into.resolve("data"));
        Path data = into.resolve("data");
        Path passwords = into.resolve("pgpass");
        Files.writeString(
                passwords,
                "*:*:*:" + server.target().user() + ":" + server.target().password() + "\n");
        Files.setPosixFilePermissions(passwords, PosixFilePermissions.fromString("rw-------"));
        Files.createFile(data.resolve("standby.signal"));
        FolderAccount.giveTo(server.data(), into);
        ClusterServer started = ClusterServer.in(into, server.programs());
        started.start(Map.of(
                "primary_conninfo",
                "host=127.0.0.1 port=" + server.target().port() + " user="
                        + server.target().user() + " passfile=" + passwords + " application_name=standby"));
        Await.until(
                "the standby to follow",
                () -> server.dsl()
                        .fetchSingle(
                                "select count(*) = 1 as follows from pg_stat_replication where state = 'streaming'")
                        .get("follows", Boolean.class));
        return started;
    }

    private void command(String... words) {
        Cli call = Cli.on(server.target(), words);
        assertThat(call.code()).as("%s: %s", List.of(words), call.shown()).isZero();
    }

    /** {@return what the checklist says, told all that there is} */
    Cli readiness(String... more) {
        List<String> words = new ArrayList<>(List.of(
                "readiness",
                "--backups",
                folder.resolve("backups").toString(),
                "--timers",
                folder.resolve("timers").toString(),
                "--archive",
                folder.resolve("archive").toString(),
                "--monitor",
                "http://127.0.0.1:" + monitor.port() + "/metrics",
                "--rules",
                folder.resolve("rules.yml").toString(),
                "--metrics",
                folder.resolve("metrics").toString(),
                "--requests",
                "100",
                "--held",
                "10ms",
                "--pool-size",
                "5"));
        words.addAll(MACHINE);
        words.addAll(List.of(more));
        return Cli.on(server.target(), words.toArray(String[]::new));
    }

    private static String[] with(List<String> more, String... first) {
        return Stream.concat(Stream.of(first), more.stream()).toArray(String[]::new);
    }

    @Override
    public void close() {
        monitor.close();
        standby.close();
        server.close();
    }
}
