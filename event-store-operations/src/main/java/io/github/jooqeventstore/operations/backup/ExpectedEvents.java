package io.github.jooqeventstore.operations.backup;

import io.github.jooqeventstore.operations.OperationsException;
import org.jspecify.annotations.Nullable;

/**
 * How many events a backup must hold: history is only ever appended to, so that a later backup of a store never holds fewer
 * than an earlier one. A dump that is empty, or of half a store, is found without a restore.
 *
 * @param catalog the backups
 * @param least how many there must be in any case
 */
record ExpectedEvents(Catalog catalog, long least) {
    /** {@return what is wrong, one sentence, or null} A backup of files, whose events nobody has counted, is not judged. */
    @Nullable
    String finding(Backup backup) {
        Long found = events(backup);
        if (found == null) {
            return null;
        }
        if (found < least) {
            return "expected " + least + " events or more, found " + found;
        }
        Backup before = verifiedBefore(backup);
        Long there = before == null ? null : events(before);
        return before == null || there == null || there <= found
                ? null
                : "expected the " + there + " events of backup " + before.id() + " or more, found " + found;
    }

    // Within an epoch: a restore to an earlier point raises it, and may hold fewer.
    private @Nullable Backup verifiedBefore(Backup backup) {
        return catalog.newest(other -> other.verified()
                        && other.id().compareTo(backup.id()) < 0
                        && Retention.group(other).equals(Retention.group(backup))
                        && other.manifest().source().epoch()
                                == backup.manifest().source().epoch()
                        && events(other) != null)
                .orElse(null);
    }

    // Of all that it goes on from, too; null where that is not there, or was not counted.
    private @Nullable Long events(Backup backup) {
        long events = 0;
        try {
            for (Backup link : catalog.chain(backup)) {
                Contents contents = link.manifest().contents();
                if (contents == null) {
                    return null;
                }
                events += contents.events();
            }
            return events;
        } catch (OperationsException e) {
            return null;
        }
    }
}
