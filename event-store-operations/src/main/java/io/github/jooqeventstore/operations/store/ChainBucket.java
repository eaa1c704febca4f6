package io.github.jooqeventstore.operations.store;

import io.github.jooqeventstore.operations.files.Sha256;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Up to 1,000 events that follow each other, and the digest of all of them.
 *
 * @param after the position behind which they begin
 * @param through the position of the last of them
 * @param events how many there are
 * @param digest the SHA-256 of their digests, in hexadecimal digits
 * @param marks of each event how far it is behind the one before, and the beginning of its digest, in base 64
 */
record ChainBucket(long after, long through, int events, String digest, String marks) {
    static final int EVENTS = 1000;
    static final int MARK_BYTES = 6;
    private static final int SEVEN_BITS = 0x7f;
    private static final int MORE = 0x80;
    private static final int BITS = 7;

    /**
     * An event of the bucket.
     *
     * @param position its position
     * @param mark the first 48 bits of its digest
     */
    record Mark(long position, long mark) {}

    /** {@return the line of the chain without its link} */
    String text() {
        return after + " " + through + " " + events + " " + digest + " " + marks;
    }

    /** {@return the link that follows another} */
    String link(String before) {
        return Sha256.hex(before + " " + text());
    }

    /** {@return the events} Throws {@link IllegalArgumentException} or an index out of bounds where the marks are broken. */
    List<Mark> decoded() {
        byte[] bytes = Base64.getDecoder().decode(marks);
        List<Mark> decoded = new ArrayList<>();
        long position = after;
        for (int i = 0; i < bytes.length; ) {
            long step = 0;
            int shift = 0;
            while ((bytes[i] & MORE) != 0) {
                step |= (long) (bytes[i++] & SEVEN_BITS) << shift;
                shift += BITS;
            }
            step |= (long) bytes[i++] << shift;
            position += step;
            decoded.add(new Mark(position, mark(bytes, i)));
            i += MARK_BYTES;
        }
        return decoded;
    }

    static long mark(byte[] bytes, int from) {
        long mark = 0;
        for (int i = from; i < from + MARK_BYTES; i++) {
            mark = (mark << Byte.SIZE) | (bytes[i] & 0xff);
        }
        return mark;
    }
}
