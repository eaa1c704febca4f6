package io.github.jooqeventstore;

/**
 * Which of all events to read, from where on in the one order of the store, and how many at once.
 *
 * <pre>{@code
 * AllSlice orders = AllSlice.where(types.filter(OrderPlaced.class)).after(4711).limit(500);
 * }</pre>
 *
 * @param filter which events
 * @param after the position behind which to begin; 0 for the beginning
 * @param limit the most events of one page; 1 or more
 */
public record AllSlice(EventFilter filter, long after, int limit) {

    private static final AllSlice ALL = new AllSlice(EventFilter.everything(), 0, 1_000);

    /**
     * Makes a slice.
     *
     * @throws InvalidInputException if the filter is null, the position is negative or the limit is less than 1
     */
    public AllSlice {
        InvalidInputException.requirePresent("slice of all", "filter", filter);
        if (after < 0) {
            throw new InvalidInputException("slice of all", "position must not be negative, found " + after);
        }
        if (limit < 1) {
            throw new InvalidInputException("slice of all", "limit must be 1 or more, found " + limit);
        }
    }

    /** All events from the first on, 1,000 in a page. */
    public static AllSlice all() {
        return ALL;
    }

    /** The events that the filter holds for from the first on, 1,000 in a page. */
    public static AllSlice where(EventFilter filter) {
        return new AllSlice(filter, ALL.after, ALL.limit);
    }

    /**
     * The same behind that position.
     *
     * @throws InvalidInputException if the position is negative
     */
    public AllSlice after(long position) {
        return new AllSlice(filter, position, limit);
    }

    /**
     * The same with so many events at most in a page.
     *
     * @throws InvalidInputException if the limit is less than 1
     */
    public AllSlice limit(int events) {
        return new AllSlice(filter, after, events);
    }
}
