package io.github.jooqeventstore.operations.cli;

import io.github.jooqeventstore.operations.backup.Backup;
import io.github.jooqeventstore.operations.backup.CatalogEntry;
import io.github.jooqeventstore.operations.backup.Contents;
import io.github.jooqeventstore.operations.backup.ParentBackup;
import org.jspecify.annotations.Nullable;

/**
 * What {@code backup list} shows of one entry.
 *
 * @param id its id, or the name of the folder where it is no backup
 * @param state complete, unfinished or damaged
 * @param verified no, shallow, deep or failed
 * @param size in bytes
 * @param events how many it holds
 * @param headPosition the position of its last event
 * @param parent what it goes on from
 * @param finding what is wrong
 */
record BackupLine(
        String id,
        String state,
        String verified,
        long size,
        @Nullable Long events,
        @Nullable Long headPosition,
        @Nullable String parent,
        @Nullable String finding) {

    static BackupLine of(CatalogEntry entry) {
        return switch (entry) {
            case Backup backup -> of(backup);
            case CatalogEntry.Unfinished unfinished -> without(entry, "unfinished", null);
            case CatalogEntry.Damaged damaged -> without(entry, "damaged", damaged.finding());
        };
    }

    private static BackupLine without(CatalogEntry entry, String state, @Nullable String finding) {
        return new BackupLine(entry.folder().getFileName().toString(), state, "no", 0, null, null, null, finding);
    }

    private static BackupLine of(Backup backup) {
        Contents contents = backup.manifest().contents();
        ParentBackup parent = backup.manifest().parent();
        return new BackupLine(
                backup.id(),
                "complete",
                verified(backup),
                backup.manifest().size(),
                contents == null ? null : contents.events(),
                contents == null ? null : contents.headPosition(),
                parent == null ? null : parent.id(),
                null);
    }

    private static String verified(Backup backup) {
        if (backup.verifications().isEmpty()) {
            return "no";
        }
        if (!backup.verified()) {
            return "failed";
        }
        return backup.deeplyVerified() ? "deep" : "shallow";
    }
}
