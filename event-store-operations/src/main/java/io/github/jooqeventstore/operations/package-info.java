/**
 * The event store in production: what its operators do by the command line, as an API.
 *
 * <p>Whatever fails throws an {@link io.github.jooqeventstore.operations.OperationsException}, whose {@linkplain
 * io.github.jooqeventstore.operations.ExitCode exit code} says which kind of failure it is.
 */
@NullMarked
package io.github.jooqeventstore.operations;

import org.jspecify.annotations.NullMarked;
