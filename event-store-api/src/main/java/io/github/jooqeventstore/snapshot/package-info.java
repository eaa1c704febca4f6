/**
 * Snapshots: the state of a stream, saved so that it need not be folded from its first event again.
 *
 * <p>Begin at {@link io.github.jooqeventstore.snapshot.Snapshots}. A snapshot is a shortcut and never the truth: without
 * it the same state comes from the events, only later.
 */
@NullMarked
package io.github.jooqeventstore.snapshot;

import org.jspecify.annotations.NullMarked;
