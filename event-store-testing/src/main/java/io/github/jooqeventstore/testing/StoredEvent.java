package io.github.jooqeventstore.testing;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event in the table at the end.
 *
 * @param committedAt when it became visible, or null where nobody knows
 */
record StoredEvent(Event event, String type, @Nullable Instant committedAt) {}
