package io.github.jooqeventstore;

import java.util.List;

/**
 * Events in the one order of the store, and the position up to which nothing is missing.
 *
 * <p>Every event behind the slice's position and not behind {@code through} for which the filter holds is in the page, and
 * none will ever appear there later: read on with {@code slice.after(page.through())}. A page may be short, or empty,
 * although more is there already; nothing more is final when {@code through} has not moved.
 *
 * @param events the events in the order of their positions
 * @param through the position to read on behind; never less than the slice's own
 */
public record AllPage(List<RecordedEvent> events, long through) {

    /** Copies the events. */
    public AllPage {
        events = List.copyOf(events);
    }
}
