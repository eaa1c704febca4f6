package io.github.jooqeventstore.operations.store;

import io.github.jooqeventstore.operations.files.Sha256;
import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.util.Base64;

/** Gathers the events of one {@link ChainBucket}. */
final class ChainBucketBuilder {
    private static final int SEVEN_BITS = 0x7f;
    private static final int MORE = 0x80;
    private static final int BITS = 7;

    private final MessageDigest digest = Sha256.digest();
    private final ByteArrayOutputStream marks = new ByteArrayOutputStream();
    private final long after;
    private long last;
    private int events;

    ChainBucketBuilder(long after) {
        this.after = after;
        this.last = after;
    }

    void add(long position, byte[] eventDigest) {
        long step = position - last;
        while (step > SEVEN_BITS) {
            marks.write((int) (step & SEVEN_BITS) | MORE);
            step >>>= BITS;
        }
        marks.write((int) step);
        marks.write(eventDigest, 0, ChainBucket.MARK_BYTES);
        digest.update(eventDigest);
        last = position;
        events++;
    }

    int events() {
        return events;
    }

    long last() {
        return last;
    }

    /** {@return the bucket} It is built once. */
    ChainBucket build() {
        return new ChainBucket(
                after,
                last,
                events,
                Sha256.hex(digest.digest()),
                Base64.getEncoder().encodeToString(marks.toByteArray()));
    }
}
