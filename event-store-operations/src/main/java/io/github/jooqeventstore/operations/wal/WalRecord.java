package io.github.jooqeventstore.operations.wal;

import java.nio.ByteBuffer;

/**
 * One record of the log. Its bytes are good until the next one is read.
 *
 * @param start where it begins
 * @param end where it ends: the place that the server tells as replayed after it
 * @param bytes the record with its header
 */
record WalRecord(Lsn start, Lsn end, ByteBuffer bytes) {
    static final int HEADER = 24;
    static final int CRC_AT = 20;

    private static final int LOG = 0;
    private static final int TRANSACTION = 1;
    private static final int SWITCH = 0x40;
    private static final int RESTORE_POINT = 0x70;
    private static final int SHORT_DATA = 255;
    private static final int LONG_DATA = 254;
    private static final int ORIGIN = 253;
    private static final int TOP_LEVEL = 252;

    int length() {
        return bytes.getInt(0);
    }

    long transaction() {
        return Integer.toUnsignedLong(bytes.getInt(4));
    }

    long previous() {
        return bytes.getLong(8);
    }

    int info() {
        return Byte.toUnsignedInt(bytes.get(16));
    }

    int manager() {
        return Byte.toUnsignedInt(bytes.get(17));
    }

    /** {@return whether the rest of the segment is empty} */
    boolean isSwitch() {
        return manager() == LOG && (info() & 0xF0) == SWITCH;
    }

    boolean isRestorePoint() {
        return manager() == LOG && (info() & 0xF0) == RESTORE_POINT;
    }

    boolean isOfTransaction() {
        return manager() == TRANSACTION;
    }

    /** {@return where the record's own data begins} For a record that changes no page. */
    int dataAt() {
        int at = HEADER;
        while (true) {
            switch (Byte.toUnsignedInt(bytes.get(at))) {
                case ORIGIN -> at += 3;
                case TOP_LEVEL -> at += 5;
                case SHORT_DATA -> {
                    return at + 2;
                }
                case LONG_DATA -> {
                    return at + 5;
                }
                default -> {
                    return length();
                }
            }
        }
    }
}
