package io.github.jooqeventstore.testing;

import java.time.Instant;

/** An event that a reader was given, and when. */
record Delivery(Event event, Instant at) {}
