package io.github.jooqeventstore.testing;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event in the table at the end.
 *
 * @param partition the number of its stream's partition, where readers share events
 * @param committedAt when it became visible, or null where nobody knows
 */
record StoredEvent(
        Event event, String type, int partition, @Nullable Instant committedAt) {}
