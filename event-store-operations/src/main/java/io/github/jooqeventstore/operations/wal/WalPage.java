package io.github.jooqeventstore.operations.wal;

import java.nio.ByteBuffer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The header of a page of the log.
 *
 * @param magic tells the version of the format
 * @param info flags
 * @param timeline on which the page was written
 * @param address where in the log the page stands
 * @param remaining how many bytes of the record before are still to come
 */
record WalPage(int magic, int info, int timeline, long address, long remaining) {
    static final int SHORT_HEADER = 24;
    static final int LONG_HEADER = 40;

    // XLOG_PAGE_MAGIC of each version, in access/xlog_internal.h
    private static final Map<Integer, Integer> VERSIONS = Map.of(0xD110, 15, 0xD113, 16, 0xD116, 17, 0xD118, 18);

    private static final int CONTINUES = 1;
    private static final int LONG = 2;
    private static final int OVERWRITES = 8;
    private static final int KNOWN = 15;

    /** {@return the header at an offset of a segment} */
    static WalPage at(ByteBuffer segment, int offset) {
        return new WalPage(
                Short.toUnsignedInt(segment.getShort(offset)),
                Short.toUnsignedInt(segment.getShort(offset + 2)),
                segment.getInt(offset + 4),
                segment.getLong(offset + 8),
                Integer.toUnsignedLong(segment.getInt(offset + 16)));
    }

    /** {@return what is wrong with a page that should stand here, or null} */
    @Nullable
    String wrong(long expectedAddress, boolean first) {
        if (!VERSIONS.containsKey(magic)) {
            return magic == 0 ? "an empty page" : "a page of an unknown format (%X)".formatted(magic);
        }
        if (address != expectedAddress) {
            return "the page of " + new Lsn(address);
        }
        return isLong() == first && info <= KNOWN ? null : "a page with the header of another one";
    }

    /** {@return the server's major version} */
    int version() {
        return VERSIONS.getOrDefault(magic, 0);
    }

    boolean isLong() {
        return (info & LONG) != 0;
    }

    boolean continues() {
        return (info & CONTINUES) != 0;
    }

    /** {@return whether a record that a crash cut off ends here for good} */
    boolean overwrites() {
        return (info & OVERWRITES) != 0;
    }

    int headerSize() {
        return isLong() ? LONG_HEADER : SHORT_HEADER;
    }
}
