/** Reads SQL files before a database does: statements, and what is wrong with them. */
@NullMarked
package io.github.jooqeventstore.operations.lint;

import org.jspecify.annotations.NullMarked;
