package io.github.jooqeventstore;

/**
 * The name of a stream: the events of one order, one account, one file.
 *
 * <p>1 to {@value #MAX_LENGTH} characters, not only blanks, no control characters. Names are compared character by
 * character; the store gives no meaning to any part of them.
 *
 * @param value the name
 */
public record StreamId(String value) {

    /** The longest name, in UTF-16 characters. */
    public static final int MAX_LENGTH = Names.MAX_LENGTH;

    /**
     * Makes the name of a stream.
     *
     * @throws InvalidInputException if the name is null, blank, too long or holds a character that no name may hold
     */
    public StreamId {
        Names.check("stream id", value);
    }

    /**
     * The stream of that name.
     *
     * @throws InvalidInputException if the name is null, blank, too long or holds a character that no name may hold
     */
    public static StreamId of(String value) {
        return new StreamId(value);
    }

    /**
     * The stream {@code category-id}, as in {@code order-42}.
     *
     * @throws InvalidInputException if the name that results is blank, too long or holds a character that no name may
     *     hold
     */
    public static StreamId of(String category, Object id) {
        Names.check("stream category", category);
        return new StreamId(category + '-' + InvalidInputException.requirePresent("stream " + category, "id", id));
    }

    @Override
    public String toString() {
        return value;
    }
}
