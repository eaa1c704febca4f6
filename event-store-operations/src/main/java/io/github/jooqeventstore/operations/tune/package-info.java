/** Settings of the server for an event store: made from what the machine has, compared with what runs, and applied. */
@NullMarked
package io.github.jooqeventstore.operations.tune;

import org.jspecify.annotations.NullMarked;
