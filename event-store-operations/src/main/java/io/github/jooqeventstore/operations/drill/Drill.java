package io.github.jooqeventstore.operations.drill;

import io.github.jooqeventstore.EventStore;
import io.github.jooqeventstore.ExpectedVersion;
import io.github.jooqeventstore.NewEvent;
import io.github.jooqeventstore.StreamId;
import io.github.jooqeventstore.migration.SchemaMigrations;
import io.github.jooqeventstore.operations.DatabaseTarget;
import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsDatabase;
import io.github.jooqeventstore.operations.OperationsException;
import io.github.jooqeventstore.operations.Progress;
import io.github.jooqeventstore.operations.backup.Backup;
import io.github.jooqeventstore.operations.backup.BackupVerification;
import io.github.jooqeventstore.operations.files.FileTree;
import io.github.jooqeventstore.operations.process.ClusterServer;
import io.github.jooqeventstore.operations.process.PostgresPrograms;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The whole path from a living server to the one that has come back after its loss, on servers made for it: an application
 * writes and keeps in mind what was acknowledged, the server is killed and its data deleted, and another one takes its place
 * from what the tier has put elsewhere.
 *
 * @param tier how the server is protected
 * @param targets what is to be reached
 * @param directory a folder that is not there or empty; in the end it holds the report alone
 * @param history how many events there are before the application begins
 * @param events how many the application is told to be safe behind the backup, at least
 * @param programs PostgreSQL's, those of a server among them
 * @param progress hears of each step
 */
public record Drill(
        DrillTier tier,
        DrillTargets targets,
        Path directory,
        int history,
        int events,
        PostgresPrograms programs,
        Progress progress) {
    private static final int BATCH = 100;

    /**
     * {@return what was measured, written into the folder, too}
     *
     * @throws OperationsException with the code of what failed, which is a finding of a drill, too: nothing was measured then
     */
    public DrillReport run() {
        try (var folder = DrillFolder.open(directory, programs, progress)) {
            DrillClock clock = new DrillClock(progress);
            Instant startedAt = Instant.now();
            DrillReport report = play(folder.scene(), clock, startedAt);
            DrillFiles.write(report, directory);
            return report;
        }
    }

    private Protection protection(DrillScene scene) {
        return switch (tier) {
            case BASIC -> new DailyBackups(scene);
            case STANDARD -> new ArchivedLog(scene);
            case CRITICAL -> new StreamedLog(scene);
        };
    }

    private DrillReport play(DrillScene scene, DrillClock clock, Instant startedAt) {
        @Nullable ClusterServer restored = null;
        try (Protection protection = protection(scene)) {
            Lost lost = live(scene, protection, clock);
            restored = protection.restore(lost.target(), lost.backup(), clock);
            DatabaseTarget target = scene.target(restored);
            ComeBack back = ComeBack.of(target, clock, scene);
            double recoverySeconds = clock.now() - clock.failedAt();
            Loss loss = loss(target, lost);
            List<String> broken = new ArrayList<>(back.broken());
            if (loss.holes() > 0) {
                broken.add("expected events to be lost at the end alone, found " + loss.holes()
                        + " behind one that is lost");
            }
            double worst = protection.worstCaseSeconds(lost.backupSeconds());
            return new DrillReport(
                    tier,
                    protection.method(),
                    lost.backup().id(),
                    startedAt,
                    scene.version(),
                    targets,
                    clock.steps(),
                    clock.failedAt(),
                    recoverySeconds,
                    back.report().events(),
                    loss.acknowledged(),
                    loss.recovered(),
                    loss.seconds(),
                    worst,
                    Verdict.missed(
                            targets, recoverySeconds, loss.acknowledged() - loss.recovered(), loss.seconds(), worst),
                    broken);
        } finally {
            if (restored != null) {
                restored.close();
            }
        }
    }

    /** What is left of a server. */
    private record Lost(
            DatabaseTarget target,
            Backup backup,
            double backupSeconds,
            List<DrillWriter.Acknowledged> acknowledged,
            long failedNanos) {}

    private Lost live(DrillScene scene, Protection protection, DrillClock clock) {
        ClusterServer server =
                clock.step("provision the first server", () -> scene.provision("primary", protection.settings()));
        try {
            DatabaseTarget target = scene.target(server);
            clock.run("migrate and fill the store", () -> fill(DrillScene.unreplicated(target)));
            clock.run("begin the protection", () -> protection.begin(target));
            try (DrillWriter writer = DrillWriter.start(target)) {
                clock.run("an application begins to write", () -> writer.await(events / 2));
                double before = clock.now();
                Backup backup =
                        clock.step("take a backup while the application writes", () -> protection.backup(target));
                double backupSeconds = clock.now() - before;
                clock.run("verify the backup", () -> BackupVerification.require(backup, progress));
                clock.run("go on writing", () -> {
                    writer.await(events / 2);
                    protection.tick(target);
                    writer.await(events - events / 2);
                });
                long failedNanos = System.nanoTime();
                clock.fails();
                clock.run("kill the server and delete its data", () -> lose(server));
                return new Lost(target, backup, backupSeconds, writer.end(), failedNanos);
            }
        } finally {
            server.close();
        }
    }

    private void fill(DatabaseTarget target) {
        DrillScene.createDatabase(target);
        SchemaMigrations.of(target.dataSource()).migrate();
        try (var database = OperationsDatabase.open(target)) {
            EventStore store = EventStore.using(database.dsl());
            for (int done = 0; done < history; done += BATCH) {
                List<NewEvent> batch = new ArrayList<>();
                for (int i = done; i < Math.min(history, done + BATCH); i++) {
                    batch.add(DrillWriter.event("DrillHistory", i));
                }
                store.append(StreamId.of("history", UUID.randomUUID()), ExpectedVersion.noStream(), batch);
            }
        }
    }

    private static void lose(ClusterServer server) {
        server.crash();
        try {
            FileTree.delete(server.data());
        } catch (IOException e) {
            throw new OperationsException(
                    ExitCode.CHECK_FAILED, "folder " + server.data() + ": expected to delete it, found " + e, e);
        }
    }

    private static Loss loss(DatabaseTarget target, Lost lost) {
        try (var database = OperationsDatabase.open(target)) {
            return Loss.of(lost.acknowledged(), database.dsl(), lost.failedNanos());
        }
    }
}
