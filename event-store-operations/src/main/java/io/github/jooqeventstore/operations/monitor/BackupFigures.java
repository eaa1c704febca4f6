package io.github.jooqeventstore.operations.monitor;

import io.github.jooqeventstore.operations.backup.Backup;
import io.github.jooqeventstore.operations.backup.BackupKind;
import io.github.jooqeventstore.operations.backup.Catalog;
import io.github.jooqeventstore.operations.backup.Manifest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What a folder of backups tells, by the kind of backup. A kind of which there is none has no figures. */
final class BackupFigures {
    static final Metric TAKEN =
            Metric.gauge("backup_timestamp_seconds", "When the newest backup of a kind was finished.");
    static final Metric VERIFIED = Metric.gauge(
            "backup_verified_timestamp_seconds",
            "When the newest backup of a kind that passed its verification was finished.");
    static final Metric RESTORED = Metric.gauge(
            "backup_restored_timestamp_seconds",
            "When the newest backup of a kind that was restored to verify it was finished.");
    static final Metric COUNT = Metric.gauge("backups", "Complete backups of a kind.");
    static final Metric BYTES = Metric.gauge("backup_bytes", "Size of the newest backup of a kind.");

    static final List<Metric> METRICS = List.of(TAKEN, VERIFIED, RESTORED, COUNT, BYTES);

    private static final double MILLIS_PER_SECOND = 1_000;

    private BackupFigures() {}

    static List<Figure> of(Catalog catalog) {
        List<Backup> all = catalog.backups();
        Group.Sink sink = new Group.Sink();
        for (BackupKind kind : BackupKind.values()) {
            List<Backup> some = all.stream()
                    .filter(backup -> backup.manifest().kind() == kind)
                    .toList();
            if (!some.isEmpty()) {
                Map<String, String> label = Map.of("kind", kind.word());
                sink.add(TAKEN, label, newest(some, backup -> true));
                sink.add(VERIFIED, label, newest(some, Backup::verified));
                sink.add(RESTORED, label, newest(some, Backup::deeplyVerified));
                sink.add(COUNT, label, some.size());
                sink.add(BYTES, label, some.getLast().manifest().size());
            }
        }
        return sink.figures();
    }

    private static @Nullable Double newest(List<Backup> backups, Predicate<Backup> condition) {
        return backups.stream()
                .filter(condition)
                .map(Backup::manifest)
                .map(Manifest::finishedAt)
                .max(Instant::compareTo)
                .map(time -> time.toEpochMilli() / MILLIS_PER_SECOND)
                .orElse(null);
    }
}
