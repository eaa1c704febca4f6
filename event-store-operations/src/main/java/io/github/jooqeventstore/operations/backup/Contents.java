package io.github.jooqeventstore.operations.backup;

/**
 * What is in a store, counted in the snapshot that a backup is taken from.
 *
 * <p>Fingerprints are sums of a hash of each row, modulo 2<sup>64</sup>: the order of rows does not matter, the same rows have
 * the same one on every version of the server and after a restore, and those of an incremental backup add up with those of its
 * parents.
 *
 * @param events how many there are
 * @param streams how many heads there are
 * @param headPosition the position of the last of these events; 0 when there is none
 * @param highestPosition the highest position that is known to have been handed out to anybody, at least that of the head
 * @param eventsFingerprint of the events, 16 hexadecimal digits
 * @param streamsFingerprint of the heads, 16 hexadecimal digits
 */
public record Contents(
        long events,
        long streams,
        long headPosition,
        long highestPosition,
        String eventsFingerprint,
        String streamsFingerprint) {
    /** {@return the same with a higher position that was handed out} */
    public Contents withHighestPosition(long position) {
        return new Contents(events, streams, headPosition, position, eventsFingerprint, streamsFingerprint);
    }

    /** {@return the fingerprint of two sets of rows together that have no row in common} */
    public static String sum(String fingerprint, String other) {
        return fingerprint(Long.parseUnsignedLong(fingerprint, 16) + Long.parseUnsignedLong(other, 16));
    }

    /** {@return a fingerprint as it is written} */
    static String fingerprint(long sum) {
        return String.format("%016x", sum);
    }
}
