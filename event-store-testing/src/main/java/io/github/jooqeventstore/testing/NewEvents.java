package io.github.jooqeventstore.testing;

import io.github.jooqeventstore.JsonEvent;
import io.github.jooqeventstore.NewEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Events that say nothing, of two types: a common one, and one for the readers with a filter. */
final class NewEvents {

    static final String COMMON = "noted";
    static final String FLAGGED = "flagged";
    static final String DATA = "{\"by\": \"torture\"}";

    private static final int FLAGGED_ONE_IN = 8;

    private NewEvents() {}

    static List<NewEvent> some(int count, RandomGenerator random) {
        List<NewEvent> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String type = random.nextInt(FLAGGED_ONE_IN) == 0 ? FLAGGED : COMMON;
            events.add(NewEvent.of(new JsonEvent(type, DATA)));
        }
        return events;
    }

    static String type(NewEvent event) {
        return ((JsonEvent) event.payload()).type();
    }

    static List<UUID> ids(List<NewEvent> events) {
        return events.stream().map(NewEvent::id).toList();
    }
}
