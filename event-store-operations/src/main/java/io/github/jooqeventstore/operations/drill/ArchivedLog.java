package io.github.jooqeventstore.operations.drill;

import io.github.jooqeventstore.operations.DatabaseTarget;
import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsDatabase;
import io.github.jooqeventstore.operations.OperationsException;
import io.github.jooqeventstore.operations.backup.Backup;
import io.github.jooqeventstore.operations.backup.BaseBackup;
import io.github.jooqeventstore.operations.process.ClusterServer;
import io.github.jooqeventstore.operations.process.FolderAccount;
import io.github.jooqeventstore.operations.wal.ArchiveScript;
import io.github.jooqeventstore.operations.wal.WalSetup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Base backups, and an archive of the log's segments. */
final class ArchivedLog implements Protection {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final double NANOS = 1e9;

    private final DrillScene scene;
    private final Path script;
    private double archivingSeconds;

    ArchivedLog(DrillScene scene) {
        this.scene = scene;
        this.script = scene.folder().resolve("archive-wal.sh");
        try {
            Files.createDirectories(scene.archive());
            FolderAccount.giveTo(scene.folder(), scene.archive());
        } catch (IOException e) {
            throw new OperationsException(
                    ExitCode.NO_SPACE, "folder " + scene.archive() + ": expected to make it, found " + e, e);
        }
        ArchiveScript.writeArchiving(script);
        FolderAccount.giveTo(scene.folder(), script);
    }

    @Override
    public String method() {
        return "base backups, and the log archived segment by segment, after " + TIMEOUT.toSeconds()
                + " seconds at the latest";
    }

    @Override
    public Map<String, String> settings() {
        return Map.of(
                "archive_mode",
                "on",
                "archive_command",
                ArchiveScript.quoted(script) + " %p %f " + ArchiveScript.quoted(scene.archive()),
                "archive_timeout",
                Long.toString(TIMEOUT.toSeconds()));
    }

    @Override
    public void begin(DatabaseTarget live) {
        tick(live);
    }

    @Override
    public Backup backup(DatabaseTarget live) {
        return BaseBackup.take(live, scene.catalog(), scene.programs(), BaseBackup.Method.AUTO, scene.progress());
    }

    @Override
    public void tick(DatabaseTarget live) {
        long begin = System.nanoTime();
        try (var database = OperationsDatabase.open(live)) {
            new WalSetup(database, scene.archive(), script).prove(PATIENCE);
        }
        archivingSeconds = (System.nanoTime() - begin) / NANOS;
    }

    @Override
    public double worstCaseSeconds(double backupSeconds) {
        return TIMEOUT.toSeconds() + archivingSeconds;
    }

    @Override
    public ClusterServer restore(DatabaseTarget lost, Backup backup, DrillClock clock) {
        return LogRecovery.run(scene, lost, scene.catalog(), backup.id(), List.of(scene.archive()), clock)
                .server();
    }

    @Override
    public void close() {
        // The server itself archives.
    }
}
