/** The command line {@code event-store}: options in, a report or JSON out, an exit code; the work is done by the packages beside. */
@NullMarked
package io.github.jooqeventstore.operations.cli;

import org.jspecify.annotations.NullMarked;
