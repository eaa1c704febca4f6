package io.github.jooqeventstore.testing;

import io.github.jooqeventstore.RecordedEvent;
import java.util.UUID;

/** An event as far as the proof needs it. */
record Event(long position, UUID id, String stream, long version) {

    static Event of(RecordedEvent event) {
        return new Event(event.position(), event.id(), event.stream().value(), event.version());
    }
}
