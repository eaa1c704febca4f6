package io.github.jooqeventstore.testing;

import java.util.List;

/**
 * What a reader got at once.
 *
 * @param through its next checkpoint
 */
record Page(List<Event> events, long through) {

    static final int MOST_EVENTS = 200;

    Page {
        events = List.copyOf(events);
    }
}
