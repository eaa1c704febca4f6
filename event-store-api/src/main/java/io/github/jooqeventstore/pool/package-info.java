/**
 * A pool of connections for an event store and everything beside it, by HikariCP.
 *
 * <p>Begin at {@link io.github.jooqeventstore.pool.Pool}. Nothing else in the library needs it: a store takes any
 * {@link javax.sql.DataSource}. Whoever uses this package adds {@code com.zaxxer:HikariCP} to the dependencies.
 */
@NullMarked
package io.github.jooqeventstore.pool;

import org.jspecify.annotations.NullMarked;
