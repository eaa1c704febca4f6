package io.github.jooqeventstore.testing;

import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** The events whose commit the server has acknowledged to a writer of this process, and when that was asked for. */
final class Acknowledged {

    private final Map<UUID, Instant> askedAt = new ConcurrentHashMap<>();

    void add(Collection<UUID> events, Instant asked) {
        events.forEach(event -> askedAt.put(event, asked));
    }

    Map<UUID, Instant> events() {
        return askedAt;
    }
}
