package io.github.jooqeventstore;

/**
 * Which events of a stream to load, and in which order.
 *
 * <pre>{@code
 * store.load(order, StreamSlice.forward().from(101).limit(50));   // versions 101 to 150
 * store.load(order, StreamSlice.backward().limit(1));             // the last event
 * }</pre>
 *
 * @param direction from old to new, or from new to old
 * @param fromVersion the version to begin with, itself included; 1 or more
 * @param limit the most events to load; 1 or more
 */
public record StreamSlice(Direction direction, long fromVersion, long limit) {

    private static final StreamSlice FORWARD = new StreamSlice(Direction.FORWARD, 1, Long.MAX_VALUE);
    private static final StreamSlice BACKWARD = new StreamSlice(Direction.BACKWARD, Long.MAX_VALUE, Long.MAX_VALUE);

    /**
     * Makes a slice.
     *
     * @throws InvalidInputException if the direction is null, or the version or the limit is less than 1
     */
    public StreamSlice {
        InvalidInputException.requirePresent("slice", "direction", direction);
        if (fromVersion < 1) {
            throw new InvalidInputException("slice", "version must be 1 or more, found " + fromVersion);
        }
        if (limit < 1) {
            throw new InvalidInputException("slice", "limit must be 1 or more, found " + limit);
        }
    }

    /** The whole stream from its first event on. */
    public static StreamSlice forward() {
        return FORWARD;
    }

    /** The whole stream from its last event back. */
    public static StreamSlice backward() {
        return BACKWARD;
    }

    /**
     * The same from that version on, or back.
     *
     * @throws InvalidInputException if the version is less than 1
     */
    public StreamSlice from(long version) {
        return new StreamSlice(direction, version, limit);
    }

    /**
     * The same with so many events at most.
     *
     * @throws InvalidInputException if the limit is less than 1
     */
    public StreamSlice limit(long events) {
        return new StreamSlice(direction, fromVersion, events);
    }
}
