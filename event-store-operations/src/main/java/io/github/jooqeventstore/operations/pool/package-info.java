/** How many connections an application needs, how many the server has, and who holds them. */
@NullMarked
package io.github.jooqeventstore.operations.pool;

import org.jspecify.annotations.NullMarked;
