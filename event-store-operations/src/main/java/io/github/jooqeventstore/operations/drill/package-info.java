/** Rehearses the loss of a server, from the last acknowledged event to the first new one, and measures what it costs. */
@NullMarked
package io.github.jooqeventstore.operations.drill;

import org.jspecify.annotations.NullMarked;
