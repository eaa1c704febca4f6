/**
 * Proofs that run on a database of your own: {@link io.github.jooqeventstore.testing.Torture} shows that no reader misses an
 * event, whatever happens to writers, connections and the server.
 */
@NullMarked
package io.github.jooqeventstore.testing;

import org.jspecify.annotations.NullMarked;
