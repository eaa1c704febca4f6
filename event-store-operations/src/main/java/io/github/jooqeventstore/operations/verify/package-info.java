/** Whether backups can be restored: by restoring them. */
@NullMarked
package io.github.jooqeventstore.operations.verify;

import org.jspecify.annotations.NullMarked;
