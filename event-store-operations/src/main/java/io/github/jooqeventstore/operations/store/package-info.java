/** The store as a whole: who it is, how far it has come, and whether it is what it should be. */
@NullMarked
package io.github.jooqeventstore.operations.store;

import org.jspecify.annotations.NullMarked;
