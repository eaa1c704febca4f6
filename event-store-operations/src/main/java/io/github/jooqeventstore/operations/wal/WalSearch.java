package io.github.jooqeventstore.operations.wal;

import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsException;
import io.github.jooqeventstore.operations.Progress;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Looks for a place in an archive, from the beginning of a base backup on; every record on the way is checked.
 *
 * <p>All methods throw {@link OperationsException} with {@link ExitCode#INTEGRITY} when a segment on the way is missing, cut
 * short or changed.
 */
public final class WalSearch {
    private static final int MEBIBYTE = 20;

    private final WalArchive archive;
    private final Timeline timeline;
    private final Lsn start;
    private final Progress progress;

    private WalSearch(WalArchive archive, Timeline timeline, Lsn start, Progress progress) {
        this.archive = archive;
        this.timeline = timeline;
        this.start = start;
        this.progress = progress;
    }

    /**
     * {@return a search on the newest timeline that leads on from a place}
     *
     * @param archive where to look
     * @param timeline the timeline of the place
     * @param start the place, where a record begins
     * @param progress hears how far it has come, in MiB
     */
    public static WalSearch from(WalArchive archive, int timeline, Lsn start, Progress progress) {
        return new WalSearch(archive, archive.newest(timeline, start), start, progress);
    }

    /**
     * {@return a search on one timeline alone}
     *
     * @param archive where to look
     * @param timeline the timeline to follow, which the place leads into
     * @param start the place, where a record begins
     * @param progress hears how far it has come, in MiB
     */
    public static WalSearch on(WalArchive archive, int timeline, Lsn start, Progress progress) {
        return new WalSearch(archive, archive.timeline(timeline), start, progress);
    }

    /** {@return the last record of the archive, or null where there is none from the start on} */
    public @Nullable StopPoint last() {
        return find((record, version) -> Verdict.GO_ON, true);
    }

    /** {@return the last record that ends at or before the place, or null where the archive ends before it} */
    public @Nullable StopPoint upTo(Lsn place) {
        return find(
                (record, version) -> record.end().compareTo(place) > 0
                        ? Verdict.STOP_BEFORE
                        : record.end().equals(place) ? Verdict.STOP : Verdict.GO_ON,
                false);
    }

    /** {@return the last record before the first transaction that ended later, or null where none did} */
    public @Nullable StopPoint upTo(Instant time) {
        return find(
                (record, version) -> {
                    Instant end = WalCommit.endOfTransaction(record);
                    return end != null && end.isAfter(time) ? Verdict.STOP_BEFORE : Verdict.GO_ON;
                },
                false);
    }

    /**
     * {@return where the transaction is committed, or null}
     *
     * @param transaction its number or that of one of its savepoints, the lower 32 bits
     */
    public @Nullable StopPoint commitOf(long transaction) {
        return find(
                (record, version) -> {
                    WalCommit commit = WalCommit.of(record, version);
                    return commit != null && commit.includes(transaction) ? Verdict.STOP : Verdict.GO_ON;
                },
                false);
    }

    /** {@return where the restore point of this name was made first, or null} */
    public @Nullable StopPoint restorePoint(String name) {
        return find(
                (record, version) -> name.equals(WalCommit.restorePoint(record)) ? Verdict.STOP : Verdict.GO_ON, false);
    }

    private enum Verdict {
        GO_ON,
        STOP,
        STOP_BEFORE
    }

    @FunctionalInterface
    private interface Question {
        Verdict of(WalRecord record, int version);
    }

    private @Nullable StopPoint find(Question question, boolean orLast) {
        WalReader reader = WalReader.from(archive, timeline, start);
        @Nullable StopPoint before = null;
        @Nullable Instant lastCommit = null;
        long segment = -1;
        for (WalRecord record = reader.next(); record != null; record = reader.next()) {
            Verdict verdict = question.of(record, reader.version());
            if (verdict == Verdict.STOP_BEFORE) {
                return before;
            }
            WalCommit commit = WalCommit.of(record, reader.version());
            lastCommit = commit == null ? lastCommit : commit.time();
            before = new StopPoint(timeline.number(), record.start(), record.end(), lastCommit);
            if (verdict == Verdict.STOP) {
                return before;
            }
            long now = Long.divideUnsigned(record.start().value(), archive.segmentSize());
            if (now != segment) {
                segment = now;
                progress.at("read the log (MiB)", (record.start().value() - start.value()) >> MEBIBYTE, 0);
            }
        }
        return orLast ? before : null;
    }
}
