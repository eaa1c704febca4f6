package io.github.jooqeventstore;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What is to be appended to one stream: the part of one stream in an append to several.
 *
 * @param stream the stream
 * @param expected what is expected of it
 * @param events the events, 1 to {@value #MAX_EVENTS}, in their order
 */
public record StreamAppend(StreamId stream, ExpectedVersion expected, List<NewEvent> events) {

    /** The most events of one append. */
    public static final int MAX_EVENTS = 10_000;

    /**
     * Makes the part of one stream.
     *
     * @throws InvalidInputException if an argument or an event is null, or if there are no events or too many
     */
    public StreamAppend {
        InvalidInputException.requirePresent("append", "stream", stream);
        InvalidInputException.requirePresent("append to stream " + stream, "expected version", expected);
        InvalidInputException.requirePresent("append to stream " + stream, "events", events);
        int count = events.size();
        if (count == 0) {
            throw new InvalidInputException("append to stream " + stream, "must have events, found none");
        }
        if (count > MAX_EVENTS) {
            throw new InvalidInputException(
                    "append to stream " + stream, "must have at most " + MAX_EVENTS + " events, found " + count);
        }
        for (NewEvent event : events) {
            InvalidInputException.requirePresent("append to stream " + stream, "event", event);
        }
        events = List.copyOf(events);
    }

    /**
     * The part of one stream.
     *
     * @param events payloads, or {@link NewEvent}s where an event has an id or metadata of its own
     * @throws InvalidInputException if an argument or an event is null, or if there are no events or too many
     */
    public static StreamAppend of(StreamId stream, ExpectedVersion expected, Object... events) {
        return of(stream, expected, Arrays.asList(InvalidInputException.requirePresent("append", "events", events)));
    }

    /**
     * The part of one stream.
     *
     * @param events payloads, or {@link NewEvent}s where an event has an id or metadata of its own
     * @throws InvalidInputException if an argument or an event is null, or if there are no events or too many
     */
    public static StreamAppend of(StreamId stream, ExpectedVersion expected, List<?> events) {
        List<NewEvent> asNew = new ArrayList<>(
                InvalidInputException.requirePresent("append", "events", events).size());
        for (Object event : events) {
            asNew.add(event instanceof NewEvent given ? given : NewEvent.of(event));
        }
        return new StreamAppend(stream, expected, asNew);
    }
}
