package io.github.jooqeventstore.operations.wal;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A transaction is committed here.
 *
 * @param transaction its number, 32 bits
 * @param parts the numbers of its savepoints
 * @param time by the clock of the server
 */
record WalCommit(long transaction, List<Long> parts, Instant time) {
    static final Instant EPOCH = Instant.parse("2000-01-01T00:00:00Z");

    private static final int COMMIT = 0x00;
    private static final int COMMIT_PREPARED = 0x30;
    private static final int ABORT = 0x20;
    private static final int ABORT_PREPARED = 0x40;
    private static final int KIND = 0x70;
    private static final int HAS_MORE = 0x80;

    private static final int DATABASE = 1;
    private static final int SAVEPOINTS = 1 << 1;
    private static final int FILES = 1 << 2;
    private static final int MESSAGES = 1 << 3;
    private static final int TWO_PHASES = 1 << 4;
    private static final int STATISTICS = 1 << 8;

    private static final int FILE_BYTES = 12;
    private static final int MESSAGE_BYTES = 16;

    /** {@return the commit, or null where the record is none} */
    static @Nullable WalCommit of(WalRecord record, int version) {
        int kind = record.info() & KIND;
        if (!record.isOfTransaction() || (kind != COMMIT && kind != COMMIT_PREPARED)) {
            return null;
        }
        ByteBuffer bytes = record.bytes();
        int at = record.dataAt();
        Instant time = time(bytes.getLong(at));
        at += Long.BYTES;
        if ((record.info() & HAS_MORE) == 0) {
            return new WalCommit(record.transaction(), List.of(), time);
        }
        int more = bytes.getInt(at);
        at += Integer.BYTES + ((more & DATABASE) == 0 ? 0 : 2 * Integer.BYTES);
        List<Long> parts = new ArrayList<>();
        if ((more & SAVEPOINTS) != 0) {
            int count = bytes.getInt(at);
            for (int i = 1; i <= count; i++) {
                parts.add(Integer.toUnsignedLong(bytes.getInt(at + i * Integer.BYTES)));
            }
            at += Integer.BYTES * (count + 1);
        }
        at = past(bytes, at, more & FILES, FILE_BYTES);
        at = past(bytes, at, more & STATISTICS, version >= 18 ? 16 : 12);
        at = past(bytes, at, more & MESSAGES, MESSAGE_BYTES);
        long transaction = (more & TWO_PHASES) == 0 ? record.transaction() : Integer.toUnsignedLong(bytes.getInt(at));
        return new WalCommit(transaction, List.copyOf(parts), time);
    }

    /** {@return when a transaction ended here, committed or not, or null where none did} */
    static @Nullable Instant endOfTransaction(WalRecord record) {
        int kind = record.info() & KIND;
        boolean ends = kind == COMMIT || kind == COMMIT_PREPARED || kind == ABORT || kind == ABORT_PREPARED;
        return record.isOfTransaction() && ends ? time(record.bytes().getLong(record.dataAt())) : null;
    }

    /** {@return the name of the restore point, or null where the record is none} */
    static @Nullable String restorePoint(WalRecord record) {
        if (!record.isRestorePoint()) {
            return null;
        }
        var name = new StringBuilder();
        for (int at = record.dataAt() + Long.BYTES;
                at < record.length() && record.bytes().get(at) != 0;
                at++) {
            name.append((char) Byte.toUnsignedInt(record.bytes().get(at)));
        }
        return new String(
                name.toString().getBytes(java.nio.charset.StandardCharsets.ISO_8859_1),
                java.nio.charset.StandardCharsets.UTF_8);
    }

    boolean includes(long number) {
        return transaction == number || parts.contains(number);
    }

    private static Instant time(long micros) {
        return EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    private static int past(ByteBuffer bytes, int at, int present, int size) {
        return present == 0 ? at : at + Integer.BYTES + bytes.getInt(at) * size;
    }
}
