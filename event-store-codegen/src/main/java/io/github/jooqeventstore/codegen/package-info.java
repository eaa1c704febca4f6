/**
 * Generates jOOQ code from a PostgreSQL that was migrated for it: as the Maven goal {@code event-store:generate}, or from
 * a command line by {@link io.github.jooqeventstore.codegen.CodegenMain}.
 */
@NullMarked
package io.github.jooqeventstore.codegen;

import org.jspecify.annotations.NullMarked;
