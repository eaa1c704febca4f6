/**
 * A PostgreSQL for a build, a test or a first try: start with {@link io.github.jooqeventstore.postgres.PostgresServer}.
 */
@NullMarked
package io.github.jooqeventstore.postgres;

import org.jspecify.annotations.NullMarked;
