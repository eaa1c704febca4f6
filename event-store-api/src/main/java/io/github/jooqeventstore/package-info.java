/**
 * An event store in PostgreSQL for jOOQ applications.
 *
 * <p>Begin at {@link io.github.jooqeventstore.EventStore}: it appends {@link io.github.jooqeventstore.NewEvent}s to
 * streams and loads {@link io.github.jooqeventstore.RecordedEvent}s from them. All errors of the library extend
 * {@link io.github.jooqeventstore.EventStoreException}; whatever else the database refuses arrives as jOOQ's own
 * {@link org.jooq.exception.DataAccessException}.
 */
@NullMarked
package io.github.jooqeventstore;

import org.jspecify.annotations.NullMarked;
