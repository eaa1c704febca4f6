/**
 * Projections: tables that show what the events mean, kept exactly once, waited for, and rebuilt without downtime.
 *
 * <p>Begin at {@link io.github.jooqeventstore.projection.Projections}: it starts a
 * {@link io.github.jooqeventstore.projection.Projection}, and rebuilds it in a new version beside the one that is live.
 */
@NullMarked
package io.github.jooqeventstore.projection;

import org.jspecify.annotations.NullMarked;
