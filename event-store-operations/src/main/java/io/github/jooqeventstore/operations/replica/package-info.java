/** Standbys: how far behind they are, and how one takes the place of its primary without two of them taking appends. */
@NullMarked
package io.github.jooqeventstore.operations.replica;

import org.jspecify.annotations.NullMarked;
