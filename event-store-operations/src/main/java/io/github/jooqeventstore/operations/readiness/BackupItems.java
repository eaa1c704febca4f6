package io.github.jooqeventstore.operations.readiness;

import static io.github.jooqeventstore.operations.catalog.SystemFunctions.setting;

import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsDatabase;
import io.github.jooqeventstore.operations.OperationsException;
import io.github.jooqeventstore.operations.Progress;
import io.github.jooqeventstore.operations.backup.Backup;
import io.github.jooqeventstore.operations.backup.BackupSource;
import io.github.jooqeventstore.operations.backup.Catalog;
import io.github.jooqeventstore.operations.backup.Verification;
import io.github.jooqeventstore.operations.readiness.Check.Finding;
import io.github.jooqeventstore.operations.store.StoreState;
import io.github.jooqeventstore.operations.wal.Continuity;
import io.github.jooqeventstore.operations.wal.WalArchive;
import io.github.jooqeventstore.operations.wal.WalStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Backups: there, by themselves, restored now and then; and the log archived behind them. */
final class BackupItems {
    private static final String JOB = "event-store-backup";
    private static final Duration TOLERANCE = Duration.ofMinutes(5);

    static final List<Check> ALL = List.of(
            new Check(
                    "backups",
                    "event-store backup events --to FOLDER, and event-store backup verify --in FOLDER last",
                    false,
                    BackupItems::backups),
            new Check(
                    "backup-schedule",
                    "event-store schedule generate, and enable what it writes",
                    true,
                    BackupItems::schedule),
            new Check(
                    "restore-test",
                    "event-store backup verify --deep --in FOLDER --on JDBC-URL last",
                    false,
                    BackupItems::restored),
            new Check(
                    "archive", "event-store backup wal setup --archive FOLDER --execute", false, BackupItems::archive));

    private BackupItems() {}

    private static Finding backups(OperationsDatabase database, Surroundings around) {
        Path folder = around.backups();
        if (folder == null) {
            return Finding.unknown("where backups are is not known; say it with --backups");
        }
        Catalog catalog = Catalog.open(folder);
        Optional<Backup> newest = catalog.newest(ofThisStore(database).and(Backup::verified));
        if (newest.isEmpty()) {
            return Finding.notDone("expected a verified backup of this store in " + folder + ", found none");
        }
        // A chain with a hole says so, and is no backup.
        catalog.chain(newest.get());
        Instant taken = newest.get().manifest().startedAt();
        return isOlder(taken, around.backupAge())
                ? Finding.notDone("expected a verified one of the last "
                        + around.backupAge().toHours() + " hours, found "
                        + newest.get().id())
                : Finding.done(newest.get().id() + " is verified");
    }

    private static Finding restored(OperationsDatabase database, Surroundings around) {
        Path folder = around.backups();
        if (folder == null) {
            return Finding.unknown("where backups are is not known; say it with --backups");
        }
        Predicate<Backup> restored = ofThisStore(database).and(Backup::deeplyVerified);
        Instant last = Catalog.open(folder).backups().stream()
                .filter(restored)
                .flatMap(backup -> backup.verifications().stream())
                .filter(it -> it.depth() == Verification.Depth.DEEP)
                .map(Verification::verifiedAt)
                .max(Instant::compareTo)
                .orElse(null);
        if (last == null) {
            return Finding.notDone("expected a backup that was restored in a verification, found none in " + folder);
        }
        return isOlder(last, around.restoreAge())
                ? Finding.notDone(
                        "expected one of the last " + around.restoreAge().toDays() + " days, found the last at " + last)
                : Finding.done("a backup was restored and compared at " + last);
    }

    // A folder of another store's backups helps nobody.
    private static Predicate<Backup> ofThisStore(OperationsDatabase database) {
        UUID store = StoreState.read(database).storeId();
        // A function of the server, of which there is no generated class.
        String cluster = database.dsl()
                .fetchSingle("select system_identifier::text as identifier from pg_control_system()")
                .get("identifier", String.class);
        return backup -> {
            BackupSource source = backup.manifest().source();
            return source.storeId() == null
                    ? cluster.equals(source.systemIdentifier())
                    : store.equals(source.storeId());
        };
    }

    private static Finding schedule(OperationsDatabase database, Surroundings around) throws IOException {
        for (Path folder : around.timers()) {
            String job = jobIn(folder);
            if (job != null) {
                return Finding.done(job + " is in force in " + folder);
            }
        }
        return around.timersNamed()
                ? Finding.notDone(
                        "expected a timer or a file of cron for " + JOB + ", found none in " + around.timers())
                : Finding.unknown("no timer and no file of cron for " + JOB
                        + " on this machine; whether another one has it is not to be seen from here");
    }

    private static @Nullable String jobIn(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return null;
        }
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.filter(Files::isRegularFile).sorted().toList();
        }
        for (Path file : files) {
            String name = file.getFileName().toString();
            boolean cron = !name.endsWith(".timer") && !name.endsWith(".service") && Files.isReadable(file);
            if (name.equals(JOB + "-daily.timer") || (cron && startsDaily(file))) {
                return name;
            }
        }
        return null;
    }

    private static boolean startsDaily(Path file) throws IOException {
        try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
            return lines.anyMatch(
                    line -> !line.startsWith("#") && line.contains(JOB + ".sh") && line.contains("daily"));
        }
    }

    private static Finding archive(OperationsDatabase database, Surroundings around) {
        String mode =
                database.dsl().select(setting("archive_mode")).fetchSingle().value1();
        Path archive = around.archive();
        if (archive == null) {
            return "off".equals(mode)
                    ? Finding.notDone("archive_mode is off: nothing behind the last backup can be restored")
                    : Finding.unknown("archive_mode is " + mode
                            + "; whether the archive is whole is not known; say its folder with --archive");
        }
        WalStatus status = WalStatus.of(database, archive, continuity(archive), TOLERANCE);
        return status.findings().isEmpty()
                ? Finding.done("whole through " + status.lastArchived())
                : Finding.notDone(SchemaItems.some(status.findings()));
    }

    private static @Nullable Continuity continuity(Path archive) {
        try {
            return Continuity.of(WalArchive.of(List.of(archive)), false, Progress.NONE);
        } catch (OperationsException e) {
            if (e.exitCode() == ExitCode.INTEGRITY) {
                return null;
            }
            throw e;
        }
    }

    private static boolean isOlder(Instant time, Duration age) {
        return time.isBefore(Instant.now().minus(age));
    }
}
