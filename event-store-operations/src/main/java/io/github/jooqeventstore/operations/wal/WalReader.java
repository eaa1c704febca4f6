package io.github.jooqeventstore.operations.wal;

import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Reads the records of an archive one after another, and checks what PostgreSQL itself would check: each page's header, and
 * of each record its length, its checksum and its link to the one before. For one thread.
 *
 * <p>Little-endian servers alone, as all of today's are.
 */
public final class WalReader {
    private static final int LONGEST = 1020 << 20;

    private final WalPages pages;
    private final CRC32C checksum = new CRC32C();
    private byte[] content = new byte[1 << 16];
    private long previous;
    private long lastEnd;
    private boolean begun;

    private WalReader(WalPages pages) {
        this.pages = pages;
    }

    /** {@return a reader of the records from a place on, where one begins} */
    static WalReader from(WalArchive archive, Timeline timeline, Lsn start) {
        return new WalReader(new WalPages(archive, timeline, start.value()));
    }

    /** {@return where the last record ended that was read} */
    Lsn end() {
        return new Lsn(lastEnd);
    }

    /** {@return the start of the last record that was read} */
    Lsn last() {
        return new Lsn(previous);
    }

    /** {@return the major version of the server that wrote what was read} */
    int version() {
        return pages.version();
    }

    /**
     * {@return the next record, or null at the end of the archive}
     *
     * @throws OperationsException with {@link ExitCode#INTEGRITY} when something is missing or is not as it was written,
     *     naming the segment
     */
    @Nullable
    WalRecord next() {
        while (pages.toNextRecord(!begun)) {
            long start = pages.at();
            switch (whole(start)) {
                case CUT_OFF -> {
                    // A crash of the server: what follows was written after it.
                }
                case END -> {
                    return null;
                }
                case GOES_ON -> {
                    return told(start);
                }
            }
        }
        return null;
    }

    private WalPages.Step whole(long start) {
        int length = pages.peekLength();
        if (length < WalRecord.HEADER || length > LONGEST) {
            return pages.endsHere(
                    length == 0 ? "none" : "one of " + Integer.toUnsignedString(length) + " bytes", start);
        }
        for (int done = 0; done < length; ) {
            int some = pages.available(length - done);
            if (some > 0) {
                if (content.length < done + some) {
                    content = Arrays.copyOf(content, Math.max(done + some, content.length * 2));
                }
                pages.take(content, done, some);
                done += some;
            } else {
                WalPages.Step step = pages.turn(length - done, start);
                if (step != WalPages.Step.GOES_ON) {
                    return step;
                }
            }
        }
        String wrong = wrong(length);
        return wrong == null ? WalPages.Step.GOES_ON : pages.endsHere(wrong, start);
    }

    private @Nullable String wrong(int length) {
        var record = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        checksum.reset();
        checksum.update(content, WalRecord.HEADER, length - WalRecord.HEADER);
        checksum.update(content, 0, WalRecord.CRC_AT);
        if ((int) checksum.getValue() != record.getInt(WalRecord.CRC_AT)) {
            return "one whose checksum is wrong";
        }
        long before = record.getLong(8);
        return begun && before != previous
                ? "one that follows " + new Lsn(before) + " instead of " + new Lsn(previous)
                : null;
    }

    private WalRecord told(long start) {
        begun = true;
        previous = start;
        pages.align();
        int length = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN).getInt(0);
        var bytes = ByteBuffer.wrap(content, 0, length).order(ByteOrder.LITTLE_ENDIAN);
        WalRecord record = new WalRecord(new Lsn(start), new Lsn(pages.at()), bytes);
        if (record.isSwitch()) {
            pages.skipSegment();
            record = new WalRecord(record.start(), new Lsn(pages.at()), bytes);
        }
        lastEnd = record.end().value();
        return record;
    }
}
