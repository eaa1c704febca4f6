package io.github.jooqeventstore.operations.restore;

import io.github.jooqeventstore.operations.Progress;
import io.github.jooqeventstore.operations.backup.Catalog;
import io.github.jooqeventstore.operations.wal.WalArchive;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a recovery is made from.
 *
 * @param catalog the backups
 * @param archives the folders of the log; where two have the same segment, the first one counts
 * @param base the id of the base backup to begin with; null: the newest that ended before the target
 * @param timeline the timeline to follow; null: the newest of the archive, on which the server went on after its last recovery
 *     or promotion
 */
public record RecoverySource(
        Catalog catalog,
        List<Path> archives,
        @Nullable String base,
        @Nullable Integer timeline) {
    /** Copies, and makes the paths absolute: a recovery goes on from another folder. */
    public RecoverySource {
        archives = archives.stream().map(Path::toAbsolutePath).toList();
    }

    /** {@return all that there is: the best base backup, and the newest timeline} */
    public static RecoverySource of(Catalog catalog, List<Path> archives) {
        return new RecoverySource(catalog, archives, null, null);
    }

    TargetSearch search(Progress progress) {
        int followed = timeline == null ? WalArchive.of(archives).newestTimeline() : timeline;
        return new TargetSearch(catalog, archives, base, followed, progress);
    }
}
