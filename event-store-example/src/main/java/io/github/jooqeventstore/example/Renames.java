package io.github.jooqeventstore.example;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.diff.DiffConfig;
import org.eclipse.jgit.diff.DiffEntry;
import org.eclipse.jgit.diff.DiffEntry.ChangeType;
import org.eclipse.jgit.diff.RenameDetector;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.AbbreviatedObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;

/** Finds which deleted file is an added one: a file of the same content, or of content that is similar. */
final class Renames {

    /** Every deleted file is compared with every added one: with more of them, only same content counts. */
    private static final int MOST_FILES_TO_COMPARE = 100;

    private static final int SAME_CONTENT_ALONE = -1;

    /** Larger files are not compared, as both would be in memory. */
    private static final int MOST_BYTES_TO_COMPARE = 4 << 20;

    /** Of files with the same content every deleted one is weighed against every added one: 8 bytes a pair. */
    private static final long MOST_PAIRS_OF_SAME_CONTENT = 4_000_000;

    private final ObjectReader reader;
    private final DiffConfig settings;

    Renames(Repository git, ObjectReader reader) {
        this.reader = reader;
        this.settings = git.getConfig().get(DiffConfig.KEY);
    }

    List<? extends DiffEntry> find(List<PathEntry> entries) throws IOException {
        if (!mayHoldAny(entries)) {
            return entries;
        }
        try {
            return find(entries, MOST_FILES_TO_COMPARE);
        } catch (MissingObjectException e) {
            // A clone without all contents, as "git clone --filter" makes it.
            return find(entries, SAME_CONTENT_ALONE);
        }
    }

    private List<DiffEntry> find(List<PathEntry> entries, int mostFilesToCompare) throws IOException {
        RenameDetector detector = new RenameDetector(reader, settings);
        detector.setRenameLimit(mostFilesToCompare);
        detector.setBigFileThreshold(MOST_BYTES_TO_COMPARE);
        // Copies: the detector notes on an entry what it has paired it with.
        detector.addAll(entries.stream().map(PathEntry::copy).toList());
        return detector.compute();
    }

    private static boolean mayHoldAny(List<PathEntry> entries) {
        Map<AbbreviatedObjectId, Integer> deleted = new HashMap<>();
        boolean added = false;
        long pairs = 0;
        for (PathEntry entry : entries) {
            if (entry.getChangeType() == ChangeType.DELETE) {
                deleted.merge(entry.getOldId(), 1, Integer::sum);
            }
        }
        for (PathEntry entry : entries) {
            if (entry.getChangeType() == ChangeType.ADD) {
                added = true;
                pairs += deleted.getOrDefault(entry.getNewId(), 0);
            }
        }
        return added && !deleted.isEmpty() && pairs <= MOST_PAIRS_OF_SAME_CONTENT;
    }
}
