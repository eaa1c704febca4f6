package io.github.jooqeventstore.operations.wal;

import io.github.jooqeventstore.operations.OperationsException;
import io.github.jooqeventstore.operations.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether an archive has every segment from its first to its last, on its newest timeline.
 *
 * @param timeline the newest timeline
 * @param first the name of the first segment
 * @param last the name of the last one
 * @param segments how many there are
 * @param end where the last segment ends, as far as it is known to be whole
 * @param findings what is wrong, a sentence each
 */
public record Continuity(int timeline, String first, String last, int segments, Lsn end, List<String> findings) {
    private static final int TOLD = 20;

    /** Copies. */
    public Continuity {
        findings = List.copyOf(findings);
    }

    /**
     * {@return what is known of the archive}
     *
     * @param archive the archive
     * @param deep whether to read every record, too; else names and sizes are looked at
     */
    public static Continuity of(WalArchive archive, boolean deep, Progress progress) {
        List<WalSegment> all = archive.segments().stream()
                .sorted(Comparator.comparingInt(WalSegment::timeline).thenComparingLong(WalSegment::number))
                .toList();
        Timeline timeline = archive.timeline(all.getLast().timeline());
        List<Long> numbers = all.stream()
                .filter(segment -> timeline.holders(segment.number(), archive.segmentSize())
                        .contains(segment.timeline()))
                .map(WalSegment::number)
                .distinct()
                .sorted()
                .toList();
        List<String> findings = new ArrayList<>();
        String last = "";
        String first = "";
        for (long number = numbers.getFirst(); number <= numbers.getLast(); number++) {
            WalSegment segment = archive.segment(timeline, number);
            @Nullable String finding = finding(archive, timeline, segment, number);
            if (finding != null && findings.size() < TOLD) {
                findings.add(finding);
            }
            last = segment == null ? last : segment.name();
            first = first.isEmpty() ? last : first;
        }
        if (deep && findings.isEmpty()) {
            read(archive, all, numbers.getFirst(), progress, findings);
        }
        WalSegment end = archive.segment(timeline, numbers.getLast());
        long whole = end != null && end.partial() ? numbers.getLast() : numbers.getLast() + 1;
        return new Continuity(
                timeline.number(), first, last, numbers.size(), new Lsn(whole * archive.segmentSize()), findings);
    }

    private static @Nullable String finding(
            WalArchive archive, Timeline timeline, @Nullable WalSegment segment, long number) {
        if (segment == null) {
            return "segment "
                    + WalSegment.name(
                            timeline.holders(number, archive.segmentSize()).getFirst(), number, archive.segmentSize())
                    + " is missing";
        }
        try {
            long size = Files.size(segment.file());
            return size == archive.segmentSize()
                    ? null
                    : "segment " + segment.name() + " has " + size + " bytes instead of " + archive.segmentSize();
        } catch (IOException e) {
            return "segment " + segment.name() + " cannot be read: " + e;
        }
    }

    private static void read(
            WalArchive archive, List<WalSegment> all, long first, Progress progress, List<String> findings) {
        int timeline = all.stream()
                .filter(segment -> segment.number() == first)
                .mapToInt(WalSegment::timeline)
                .min()
                .orElse(1);
        try {
            WalSearch.from(archive, timeline, new Lsn(first * archive.segmentSize()), progress)
                    .last();
        } catch (OperationsException e) {
            findings.add(String.valueOf(e.getMessage()));
        }
    }
}
