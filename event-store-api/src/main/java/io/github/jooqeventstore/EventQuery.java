package io.github.jooqeventstore;

/**
 * A question to the events: which of them, from where on, how many. A value that can be kept in a constant.
 *
 * <p>Answers come in the order of positions. They are what is committed at the moment of asking: an append that is still
 * under way may later appear <em>between</em> events that were already returned, so a position is no checkpoint for
 * reading on: {@link EventStore#readAll} reads everything without missing any.
 *
 * @param filter which events
 * @param direction from old to new, or from new to old
 * @param fromPosition the position to begin with, itself included; 0 or more
 * @param limit the most events; 1 or more
 */
public record EventQuery(EventFilter filter, Direction direction, long fromPosition, long limit) {

    /**
     * Makes a question.
     *
     * @throws InvalidInputException if an argument is null, the position is negative or the limit is less than 1
     */
    public EventQuery {
        InvalidInputException.requirePresent("event query", "filter", filter);
        InvalidInputException.requirePresent("event query", "direction", direction);
        if (fromPosition < 0) {
            throw new InvalidInputException("event query", "position must not be negative, found " + fromPosition);
        }
        if (limit < 1) {
            throw new InvalidInputException("event query", "limit must be 1 or more, found " + limit);
        }
    }

    /** The events that the filter holds for, from old to new. */
    public static EventQuery where(EventFilter filter) {
        return new EventQuery(filter, Direction.FORWARD, 0, Long.MAX_VALUE);
    }

    /** The same from new to old. */
    public EventQuery newestFirst() {
        return new EventQuery(filter, Direction.BACKWARD, fromPosition == 0 ? Long.MAX_VALUE : fromPosition, limit);
    }

    /**
     * The same from that position on, or back.
     *
     * @throws InvalidInputException if the position is negative
     */
    public EventQuery from(long position) {
        return new EventQuery(filter, direction, position, limit);
    }

    /**
     * The same with so many events at most.
     *
     * @throws InvalidInputException if the limit is less than 1
     */
    public EventQuery limit(long events) {
        return new EventQuery(filter, direction, fromPosition, events);
    }
}
