package io.github.jooqeventstore.operations.wal;

import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;

/**
 * A segment in memory.
 *
 * @param segment which one
 * @param bytes all of it
 */
record SegmentBytes(WalSegment segment, ByteBuffer bytes) {
    private static final int PAGE = 8192;
    private static final int SYSTEM_AT = 24;
    private static final int ALIGNMENT = 8;
    private static final int LINK_AT = 8;

    static SegmentBytes read(WalSegment segment, int segmentSize) {
        try (var in = Files.newInputStream(segment.file())) {
            byte[] bytes = in.readNBytes(segmentSize + 1);
            return new SegmentBytes(segment, ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
        } catch (IOException e) {
            throw new OperationsException(
                    ExitCode.INTEGRITY, "segment " + segment.file() + ": expected to read it, found " + e, e);
        }
    }

    /** {@return the identifier of the cluster that wrote it} */
    long system() {
        return bytes.getLong(SYSTEM_AT);
    }

    /** {@return whether it may end before its last byte} */
    boolean unfinished() {
        return segment.partial() || WalPages.isLive(segment);
    }

    /** {@return whether it was written on behind a place: a page stands where it belongs, or a record follows that of the place} */
    boolean goesOn(long start, long at) {
        long base = segment.number() * bytes.limit();
        int from = (int) (at - base);
        for (int page = (from / PAGE + 1) * PAGE; page < bytes.limit(); page += PAGE) {
            if (WalPage.at(bytes, page).wrong(base + page, false) == null) {
                return true;
            }
        }
        int end = Math.min((from / PAGE + 1) * PAGE, bytes.limit()) - WalRecord.HEADER;
        for (int next = Math.max((int) (start - base), from / PAGE * PAGE); next <= end; next += ALIGNMENT) {
            if (next >= 0 && bytes.getLong(next + LINK_AT) == start) {
                return true;
            }
        }
        return false;
    }
}
