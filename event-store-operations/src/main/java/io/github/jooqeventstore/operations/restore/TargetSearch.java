package io.github.jooqeventstore.operations.restore;

import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsException;
import io.github.jooqeventstore.operations.Progress;
import io.github.jooqeventstore.operations.backup.Backup;
import io.github.jooqeventstore.operations.backup.BackupKind;
import io.github.jooqeventstore.operations.backup.BaseBackup;
import io.github.jooqeventstore.operations.backup.Catalog;
import io.github.jooqeventstore.operations.backup.WalRange;
import io.github.jooqeventstore.operations.wal.Lsn;
import io.github.jooqeventstore.operations.wal.StopPoint;
import io.github.jooqeventstore.operations.wal.WalArchive;
import io.github.jooqeventstore.operations.wal.WalSearch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks for the newest base backup that ended before a target, and for the target in the log behind it. Whatever is missing or
 * damaged in the log up to there is found here, before a server is started.
 *
 * @param catalog the backups
 * @param archives the folders of the log
 * @param base the id of the only base backup to begin with; null: whichever is best
 * @param timeline the timeline to follow: others that the archive holds have not happened on it
 * @param progress hears how far it has come
 */
record TargetSearch(
        Catalog catalog, List<Path> archives, @Nullable String base, int timeline, Progress progress) {
    TargetSearch {
        archives = List.copyOf(archives);
    }

    /** {@return the base backup and the end of the recovery} Throws when there is no such backup or no such place. */
    ResolvedTarget resolve(RecoveryTarget target) {
        List<Backup> bases = bases();
        if (bases.isEmpty()) {
            throw refused(
                    target,
                    "a base backup in " + catalog.folder() + " that leads into timeline " + timeline
                            + ", found none; another one of the archive is followed with --timeline");
        }
        boolean tooLate = false;
        for (Backup candidate : bases) {
            if (endedAfter(candidate, target)) {
                tooLate = true;
                continue;
            }
            @Nullable StopPoint found = find(candidate, target);
            if (found != null && !found.end().isBefore(Lsn.of(wal(candidate).stopLsn()))) {
                return new ResolvedTarget(candidate, found);
            }
            tooLate |= found != null;
            if (found == null && endsBefore(target)) {
                throw refused(
                        target, "the log in " + archives + " to go that far, found it to end at " + end(candidate));
            }
        }
        throw refused(
                target,
                tooLate
                        ? "a base backup that ended before it, found the oldest one to end at " + first(bases)
                        : "it in the log behind " + first(bases) + ", found it nowhere on timeline " + timeline + " in "
                                + archives);
    }

    /** {@return the log behind a base backup} */
    WalSearch search(Backup backup) {
        List<Path> folders = new ArrayList<>(archives);
        folders.add(backup.file(BaseBackup.DATA).resolve("pg_wal"));
        return WalSearch.on(WalArchive.of(folders), timeline, Lsn.of(wal(backup).startLsn()), progress);
    }

    private @Nullable StopPoint find(Backup backup, RecoveryTarget target) {
        WalSearch search = search(backup);
        return switch (target) {
            case RecoveryTarget.Time to -> search.upTo(to.time());
            case RecoveryTarget.Place to -> search.upTo(to.lsn());
            case RecoveryTarget.Transaction to -> search.commitOf(to.number());
            case RecoveryTarget.Named to -> search.restorePoint(to.name());
            case RecoveryTarget.Latest to -> search.last();
            case RecoveryTarget.Position to ->
                throw new IllegalStateException("a position becomes a transaction before");
        };
    }

    private static boolean endedAfter(Backup backup, RecoveryTarget target) {
        return (target instanceof RecoveryTarget.Time to
                        && backup.manifest().finishedAt().isAfter(to.time()))
                || (target instanceof RecoveryTarget.Place at
                        && at.lsn().isBefore(Lsn.of(wal(backup).stopLsn())));
    }

    // What an older backup would not help with.
    private static boolean endsBefore(RecoveryTarget target) {
        return target instanceof RecoveryTarget.Time
                || target instanceof RecoveryTarget.Place
                || target instanceof RecoveryTarget.Latest;
    }

    private String end(Backup backup) {
        StopPoint last = search(backup).last();
        return last == null
                ? "the base backup's own"
                : last.end() + (last.lastCommit() == null ? "" : ", its last commit at " + last.lastCommit());
    }

    private static String first(List<Backup> bases) {
        Backup oldest = bases.getLast();
        return oldest.manifest().finishedAt() + " (" + wal(oldest).stopLsn() + ", " + oldest.id() + ")";
    }

    private List<Backup> bases() {
        WalArchive archive = WalArchive.of(archives);
        String system = Long.toUnsignedString(archive.system());
        return catalog.backups().reversed().stream()
                .filter(backup -> backup.manifest().kind() == BackupKind.BASE)
                .filter(backup -> base == null || backup.id().equals(base))
                .filter(backup -> system.equals(backup.manifest().source().systemIdentifier()))
                .filter(backup ->
                        archive.leads(wal(backup).timeline(), Lsn.of(wal(backup).stopLsn()), timeline))
                .toList();
    }

    static WalRange wal(Backup backup) {
        WalRange range = backup.manifest().wal();
        if (range == null) {
            throw new OperationsException(
                    ExitCode.INTEGRITY,
                    "backup " + backup.id() + ": expected to know its place in the log, found none");
        }
        return range;
    }

    private static OperationsException refused(RecoveryTarget target, String rest) {
        return new OperationsException(ExitCode.REFUSED, "recovery to " + target + ": expected " + rest);
    }
}
