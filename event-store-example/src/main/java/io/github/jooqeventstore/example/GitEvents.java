package io.github.jooqeventstore.example;

import io.github.jooqeventstore.EventTypes;

/** The types of the example's events. */
final class GitEvents {

    static final EventTypes TYPES = EventTypes.of(FileEvent.class, CommitAuthored.class);

    private GitEvents() {}
}
