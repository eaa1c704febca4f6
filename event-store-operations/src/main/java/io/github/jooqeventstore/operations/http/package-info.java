/** The small HTTP server by which figures and probes are asked for. */
@NullMarked
package io.github.jooqeventstore.operations.http;

import org.jspecify.annotations.NullMarked;
