package io.github.jooqeventstore.operations.restore;

import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsException;
import io.github.jooqeventstore.operations.Progress;
import io.github.jooqeventstore.operations.backup.Backup;
import io.github.jooqeventstore.operations.backup.BackupKind;
import io.github.jooqeventstore.operations.backup.BackupSource;
import io.github.jooqeventstore.operations.backup.BackupVerification;
import io.github.jooqeventstore.operations.backup.Catalog;
import io.github.jooqeventstore.operations.backup.Contents;
import io.github.jooqeventstore.operations.backup.CopiedTable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A backup of events with all that it goes on from, and what comes out of them together. */
record Chain(List<Backup> backups) {

    static Chain of(Catalog catalog, Backup last) {
        if (last.manifest().kind() != BackupKind.EVENTS) {
            throw new OperationsException(
                    ExitCode.USAGE,
                    "backup " + last.id() + ": expected one of events, found one of kind "
                            + last.manifest().kind().word() + "; restore it by restore db");
        }
        return new Chain(catalog.chain(last));
    }

    Backup last() {
        return backups.getLast();
    }

    BackupSource source() {
        return last().manifest().source();
    }

    void requireIntact(Progress progress) {
        backups.forEach(backup -> BackupVerification.require(backup, progress));
    }

    /** All events of the chain, and the heads of the last of them. */
    Contents contents() {
        Contents all = contents(backups.getFirst());
        for (Backup backup : backups.subList(1, backups.size())) {
            Contents more = contents(backup);
            all = new Contents(
                    all.events() + more.events(),
                    more.streams(),
                    Math.max(all.headPosition(), more.headPosition()),
                    Math.max(all.highestPosition(), more.highestPosition()),
                    Contents.sum(all.eventsFingerprint(), more.eventsFingerprint()),
                    more.streamsFingerprint());
        }
        return all;
    }

    private static Contents contents(Backup backup) {
        Contents contents = backup.manifest().contents();
        if (contents == null) {
            throw new OperationsException(
                    ExitCode.INTEGRITY, "backup " + backup.id() + ": expected counts in its manifest, found none");
        }
        return contents;
    }

    /** Where a table's rows are in a backup; null where they were left out. */
    static @Nullable CopiedTable table(Backup backup, String name) {
        return backup.manifest().tables().stream()
                .filter(table -> table.shape().table().equals(name))
                .findFirst()
                .orElse(null);
    }
}
