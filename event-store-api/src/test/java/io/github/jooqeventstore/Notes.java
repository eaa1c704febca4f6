package io.github.jooqeventstore;

import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/** Events that say no more than a number, for tests that are not about what events say. */
final class Notes {

    private Notes() {}

    static JsonEvent note(long number) {
        return new JsonEvent("noted", "{\"number\": " + number + "}");
    }

    static List<JsonEvent> notes(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(Notes::note).toList();
    }

    /** The same event each time it is asked for, to be appended again. */
    static NewEvent noteWithId(UUID id) {
        return NewEvent.of(note(1)).withId(id);
    }
}
