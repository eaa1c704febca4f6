/** Who reaches the server, and how: what {@code pg_hba.conf} and the server's settings say about it. */
@NullMarked
package io.github.jooqeventstore.operations.access;

import org.jspecify.annotations.NullMarked;
