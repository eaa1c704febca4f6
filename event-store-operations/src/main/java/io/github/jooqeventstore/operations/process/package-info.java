/** PostgreSQL's own programs: found, given the right environment, run and stopped. */
@NullMarked
package io.github.jooqeventstore.operations.process;

import org.jspecify.annotations.NullMarked;
