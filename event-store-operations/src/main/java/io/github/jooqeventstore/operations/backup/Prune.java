package io.github.jooqeventstore.operations.backup;

import io.github.jooqeventstore.operations.OperationsException;
import io.github.jooqeventstore.operations.files.FileTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Removes the backups that nobody needs any more, and the segments of the log that no kept base backup needs.
 *
 * @param catalog the backups
 * @param archive the folder of archived segments; null where none are removed
 * @param policy what is kept
 * @param clock the time
 */
public record Prune(Catalog catalog, @Nullable Path archive, PrunePolicy policy, InstantSource clock) {
    /**
     * What is to be done.
     *
     * @param backups which are kept and which removed
     * @param segments of the log that are removed
     */
    public record Plan(PrunePlan backups, List<Path> segments) {
        /** Copies. */
        public Plan {
            segments = List.copyOf(segments);
        }
    }

    /**
     * {@return what would be done} Nothing is removed.
     *
     * @throws OperationsException with {@link io.github.jooqeventstore.operations.ExitCode#REFUSED} when there is no verified
     *     backup, or the newest is too old
     */
    public Plan plan() {
        List<Backup> all = catalog.backups();
        PrunePlan plan = PrunePlan.of(all, policy, clock.instant());
        List<Backup> kept = all.stream()
                .filter(backup -> plan.kept().containsKey(backup.id()))
                .toList();
        return new Plan(plan, archive == null ? List.of() : WalPrune.removable(archive, kept));
    }

    /** Does what was planned. What was removed in part has no name of a backup any more. */
    public void execute(Plan plan) {
        for (Backup backup : plan.backups().removed()) {
            Path nameless = catalog.folder().resolve(PartialBackup.PREFIX + backup.id());
            try {
                Files.move(backup.folder(), nameless, StandardCopyOption.ATOMIC_MOVE);
                BackupFiles.force(catalog.folder());
                FileTree.delete(nameless);
            } catch (IOException e) {
                throw BackupFiles.failure(backup.folder(), "to remove the backup", e);
            }
        }
        for (Path segment : plan.segments()) {
            try {
                Files.deleteIfExists(segment);
            } catch (IOException e) {
                throw BackupFiles.failure(segment, "to remove the segment", e);
            }
        }
    }
}
