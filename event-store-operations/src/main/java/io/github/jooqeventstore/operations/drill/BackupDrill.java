package io.github.jooqeventstore.operations.drill;

import io.github.jooqeventstore.operations.DatabaseTarget;
import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsException;
import io.github.jooqeventstore.operations.Progress;
import io.github.jooqeventstore.operations.backup.Backup;
import io.github.jooqeventstore.operations.backup.BackupKind;
import io.github.jooqeventstore.operations.backup.Catalog;
import io.github.jooqeventstore.operations.process.ClusterServer;
import io.github.jooqeventstore.operations.process.PostgresPrograms;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Brings the newest verified backup of a catalog back on a server of its own, and measures that: as if the server that it is
 * of had failed at this moment. Nothing connects to that one.
 *
 * @param tier which kind of backup: contents for {@link DrillTier#BASIC}, else a base backup and the log behind it
 * @param targets what is to be reached
 * @param directory a folder that is not there or empty; in the end it holds the report alone
 * @param catalog the backups
 * @param archives the folders of the log; empty for {@link DrillTier#BASIC}
 * @param login database, user and password as a base backup knows them; null for {@link DrillTier#BASIC}
 * @param programs PostgreSQL's, those of a server of the backup's version among them
 * @param progress hears of each step
 */
public record BackupDrill(
        DrillTier tier,
        DrillTargets targets,
        Path directory,
        Catalog catalog,
        List<Path> archives,
        @Nullable DatabaseTarget login,
        PostgresPrograms programs,
        Progress progress) {
    private static final int NO_PORT = 1;
    private static final double MILLIS = 1000;

    /** Copies. */
    public BackupDrill {
        archives = List.copyOf(archives);
    }

    /**
     * {@return what was measured, written into the folder, too} Acknowledged events are not counted, as nobody writes here.
     *
     * @throws OperationsException with {@link ExitCode#REFUSED} when no backup of the kind was verified, else with the code of
     *     what failed
     */
    public DrillReport run() {
        if (tier != DrillTier.BASIC && (login == null || archives.isEmpty())) {
            throw new OperationsException(
                    ExitCode.USAGE,
                    "tier " + tier.word()
                            + ": expected --archive, and database, user and password as the backup knows them, found not all"
                            + " of them");
        }
        Backup backup = backup();
        try (var folder = DrillFolder.open(directory, programs, progress)) {
            DrillClock clock = new DrillClock(progress);
            Instant startedAt = Instant.now();
            clock.fails();
            DrillReport report = restore(folder.scene(), backup, clock, startedAt);
            DrillFiles.write(report, directory);
            return report;
        }
    }

    private Backup backup() {
        Set<BackupKind> kinds =
                tier == DrillTier.BASIC ? Set.of(BackupKind.FULL, BackupKind.EVENTS) : Set.of(BackupKind.BASE);
        return catalog.newest(backup -> kinds.contains(backup.manifest().kind()) && backup.verified())
                .orElseThrow(() -> new OperationsException(
                        ExitCode.REFUSED,
                        "folder " + catalog.folder() + ": expected a verified backup of kind " + kinds
                                + ", found none; backup verify looks at one"));
    }

    private record Came(ClusterServer server, DatabaseTarget target, Instant asOf) {}

    private DrillReport restore(DrillScene scene, Backup backup, DrillClock clock, Instant startedAt) {
        Came came = tier == DrillTier.BASIC ? contents(scene, backup, clock) : files(scene, backup, clock);
        try {
            ComeBack back = ComeBack.of(came.target(), clock, scene);
            double recoverySeconds = clock.now();
            double age = Math.max(0, Duration.between(came.asOf(), startedAt).toMillis() / MILLIS);
            return new DrillReport(
                    tier,
                    "whoever takes the backups in " + catalog.folder(),
                    backup.id(),
                    startedAt,
                    came.server().majorVersion(),
                    targets,
                    clock.steps(),
                    0,
                    recoverySeconds,
                    back.report().events(),
                    null,
                    null,
                    age,
                    null,
                    Verdict.missed(targets, recoverySeconds, null, age, null),
                    back.broken());
        } finally {
            came.server().close();
        }
    }

    private Came contents(DrillScene scene, Backup backup, DrillClock clock) {
        ClusterServer server = clock.step("provision a new server", () -> scene.provision("restored", Map.of()));
        DatabaseTarget target =
                scene.target(server).schema(backup.manifest().source().schema());
        clock.run("restore the backup", () -> ContentsRestore.run(scene, target, catalog, backup));
        // It holds what there was when it was begun.
        return new Came(server, target, backup.manifest().startedAt());
    }

    private Came files(DrillScene scene, Backup backup, DrillClock clock) {
        DatabaseTarget known = Objects.requireNonNull(login, "login");
        // The recovery would ask the living server for what it knows: in a drill that one counts as lost.
        var lost = new DatabaseTarget(
                "127.0.0.1",
                NO_PORT,
                known.database(),
                known.user(),
                known.password(),
                backup.manifest().source().schema(),
                Map.of());
        LogRecovery recovery = LogRecovery.run(scene, lost, catalog, backup.id(), archives, clock);
        Instant last = recovery.recovered().lastCommit();
        return new Came(
                recovery.server(),
                recovery.server().target(lost),
                last == null ? backup.manifest().finishedAt() : last);
    }
}
