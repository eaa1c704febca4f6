package io.github.jooqeventstore.operations.wal;

import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of an archive, page by page, each header checked on the way; it knows where the log may end and where it may not:
 * a segment that is whole by its name must be whole.
 */
final class WalPages {
    /** What became of a step. */
    enum Step {
        GOES_ON,
        CUT_OFF,
        END
    }

    private static final int PAGE = 8192;
    private static final int ALIGNMENT = 8;

    private final WalArchive archive;
    private final Timeline timeline;
    private final int segmentSize;
    private long at;
    private @Nullable SegmentBytes segment;
    private int version;

    WalPages(WalArchive archive, Timeline timeline, long start) {
        this.archive = archive;
        this.timeline = timeline;
        this.segmentSize = archive.segmentSize();
        this.at = start;
    }

    long at() {
        return at;
    }

    int version() {
        return version;
    }

    /** {@return whether it now stands where a record may begin} The first time, the rest of a record before is passed over. */
    boolean toNextRecord(boolean first) {
        boolean atPage = at % PAGE == 0;
        SegmentBytes now = segment();
        if (now == null || isLeftBehind(now.segment())) {
            return false;
        }
        WalPage page = WalPage.at(now.bytes(), offset() / PAGE * PAGE);
        String wrong = wrong(page, at / PAGE * PAGE, offset() < PAGE);
        if (wrong != null) {
            return endsHere(wrong, at) == Step.GOES_ON;
        }
        if (!atPage) {
            return true;
        }
        long rest = (page.remaining() + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        if (page.continues() && !first && !page.overwrites()) {
            return endsHere("a page that goes on with another record", at) == Step.GOES_ON;
        }
        at += page.headerSize();
        if (!page.continues()) {
            return true;
        }
        if (rest > PAGE - page.headerSize()) {
            at += PAGE - page.headerSize();
            return toNextRecord(true);
        }
        at += rest;
        return at % PAGE != 0 || toNextRecord(false);
    }

    int peekLength() {
        return now().getInt(offset());
    }

    /** {@return how many bytes of so many are on this page} */
    int available(int wanted) {
        return (int) Math.min(wanted, at % PAGE == 0 ? 0 : PAGE - at % PAGE);
    }

    void take(byte[] into, int from, int count) {
        now().get(offset(), into, from, count);
        at += count;
    }

    /** Goes to the next page, which must go on with the record that began at {@code start}. */
    Step turn(int remaining, long start) {
        SegmentBytes now = segment();
        if (now == null) {
            return Step.END;
        }
        WalPage page = WalPage.at(now.bytes(), offset());
        String wrong = wrong(page, at, offset() == 0);
        if (wrong != null) {
            return endsHere(wrong, start);
        }
        if (page.overwrites()) {
            return Step.CUT_OFF;
        }
        if (!page.continues() || page.remaining() != remaining) {
            return endsHere("a page that does not go on with the record before", start);
        }
        at += page.headerSize();
        return Step.GOES_ON;
    }

    void align() {
        at = (at + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    void skipSegment() {
        at = (at + segmentSize - 1) / segmentSize * segmentSize;
    }

    /**
     * {@return {@link Step#END} where the log may end: in a segment that was still being written, with nothing behind}
     *
     * @throws OperationsException with {@link ExitCode#INTEGRITY} elsewhere
     */
    Step endsHere(String finding, long start) {
        SegmentBytes now = segment;
        if (now == null || (now.unfinished() && !now.goesOn(start, at) && !isSegmentBehind())) {
            return Step.END;
        }
        throw damage(now.segment().name(), "a record at " + new Lsn(start) + ", found " + finding);
    }

    private @Nullable String wrong(WalPage page, long address, boolean first) {
        String wrong = page.wrong(address, first);
        // A page on which a timeline was left keeps its number: what follows on it belongs to the next one.
        return wrong != null || page.timeline() == timeline.at(new Lsn(address))
                ? wrong
                : "a page of timeline " + Integer.toUnsignedString(page.timeline());
    }

    // A segment of a timeline that was left in it, where there is none of the one that went on: what follows in it has
    // not
    // happened on ours.
    private boolean isLeftBehind(WalSegment now) {
        int owner = timeline.at(new Lsn(at));
        if (now.timeline() >= owner) {
            return false;
        }
        WalSegment later = archive.behind(timeline, now.number());
        if (later == null) {
            return true;
        }
        throw missing(owner, now.number(), later);
    }

    private boolean isSegmentBehind() {
        return archive.behind(timeline, at / segmentSize) != null;
    }

    private int offset() {
        return (int) Long.remainderUnsigned(at, segmentSize);
    }

    private ByteBuffer now() {
        SegmentBytes now = segment;
        if (now == null) {
            throw new IllegalStateException("no segment");
        }
        return now.bytes();
    }

    // The segment that the place lies in, or null where the archive ends before it.
    private @Nullable SegmentBytes segment() {
        long number = Long.divideUnsigned(at, segmentSize);
        SegmentBytes now = segment;
        if (now != null && now.segment().number() == number) {
            return now;
        }
        WalSegment found = archive.segment(timeline, number);
        if (found == null) {
            WalSegment later = archive.behind(timeline, number);
            if (later == null) {
                return null;
            }
            throw missing(timeline.holders(number, segmentSize).getFirst(), number, later);
        }
        SegmentBytes loaded = SegmentBytes.read(found, segmentSize);
        checkOwner(loaded);
        segment = loaded;
        return loaded;
    }

    private void checkOwner(SegmentBytes loaded) {
        if (loaded.bytes().limit() != segmentSize) {
            throw damage(
                    loaded.segment().name(),
                    segmentSize + " bytes, found " + loaded.bytes().limit());
        }
        WalPage first = WalPage.at(loaded.bytes(), 0);
        if (first.version() != 0 && first.isLong() && loaded.system() != archive.system()) {
            throw damage(
                    loaded.segment().name(),
                    "the log of cluster " + Long.toUnsignedString(archive.system()) + ", found that of cluster "
                            + Long.toUnsignedString(loaded.system()));
        }
        version = Math.max(version, first.version());
    }

    private OperationsException missing(int holder, long number, WalSegment later) {
        return damage(
                WalSegment.name(holder, number, segmentSize),
                "it in " + archive.folders() + ", found it missing, while " + later.name() + " is there");
    }

    private static OperationsException damage(String segment, String rest) {
        return new OperationsException(ExitCode.INTEGRITY, "segment " + segment + ": expected " + rest);
    }

    /** {@return whether its folder is a server's own {@code pg_wal}, where whole names do not promise whole segments} */
    static boolean isLive(WalSegment segment) {
        return Files.isDirectory(segment.file().resolveSibling("archive_status"));
    }
}
