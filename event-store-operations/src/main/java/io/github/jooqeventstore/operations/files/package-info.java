/** Files: what they hold, and what an error of theirs means. */
@NullMarked
package io.github.jooqeventstore.operations.files;

import org.jspecify.annotations.NullMarked;
