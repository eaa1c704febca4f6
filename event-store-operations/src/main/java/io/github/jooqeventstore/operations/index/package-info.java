/** Indexes of the operator's own on events: built beside writers, proved by the plan, judged by what the server has counted. */
@NullMarked
package io.github.jooqeventstore.operations.index;

import org.jspecify.annotations.NullMarked;
