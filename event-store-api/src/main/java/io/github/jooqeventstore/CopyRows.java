package io.github.jooqeventstore;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.UUID;
import org.postgresql.copy.CopyIn;

/**
 * Rows in the binary format of PostgreSQL's COPY, in a buffer that grows with them.
 *
 * <p>The columns of a row follow its beginning; nobody counts them but the server.
 */
final class CopyRows {

    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    /** The signature; no flags, no extension. */
    private static final byte[] BEGIN = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', -1, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0};

    /** Stands where the number of columns of the next row would. */
    private static final short END = -1;

    private static final byte JSONB_VERSION = 1;

    /** The server takes each message into memory as a whole. */
    private static final int MESSAGE = 1 << 16;

    private byte[] bytes = new byte[1 << 16];
    private int size;

    int size() {
        return size;
    }

    /** Takes all rows away and keeps the buffer. */
    void clear() {
        size = 0;
    }

    CopyRows row(int columns) {
        if (size == 0) {
            System.arraycopy(BEGIN, 0, bytes, 0, BEGIN.length);
            size = BEGIN.length;
        }
        int at = more(Short.BYTES);
        SHORT.set(bytes, at, (short) columns);
        return this;
    }

    CopyRows int4(int value) {
        return length(Integer.BYTES).raw(value);
    }

    CopyRows int8(long value) {
        return length(Long.BYTES).raw(value);
    }

    CopyRows uuid(UUID value) {
        return length(2 * Long.BYTES).raw(value.getMostSignificantBits()).raw(value.getLeastSignificantBits());
    }

    CopyRows text(String value) {
        byte[] text = value.getBytes(UTF_8);
        return length(text.length).raw(text);
    }

    CopyRows jsonb(String value) {
        byte[] text = value.getBytes(UTF_8);
        length(text.length + 1);
        int at = more(1);
        bytes[at] = JSONB_VERSION;
        return raw(text);
    }

    /** Sends the rows into a COPY and ends it. */
    void writeTo(CopyIn copy) throws SQLException {
        int at = more(Short.BYTES);
        SHORT.set(bytes, at, END);
        for (int sent = 0; sent < size; sent += MESSAGE) {
            copy.writeToCopy(bytes, sent, Math.min(MESSAGE, size - sent));
        }
        copy.endCopy();
    }

    private CopyRows length(int length) {
        return raw(length);
    }

    private CopyRows raw(int value) {
        int at = more(Integer.BYTES);
        INT.set(bytes, at, value);
        return this;
    }

    private CopyRows raw(long value) {
        int at = more(Long.BYTES);
        LONG.set(bytes, at, value);
        return this;
    }

    private CopyRows raw(byte[] value) {
        int at = more(value.length);
        System.arraycopy(value, 0, bytes, at, value.length);
        return this;
    }

    /** Makes room, and says where it begins. */
    private int more(int length) {
        int begin = size;
        int end = Math.addExact(begin, length);
        if (end > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - 8, Math.max(end, 2L * bytes.length)));
        }
        size = end;
        return begin;
    }
}
