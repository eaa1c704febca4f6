/**
 * Backups: taken, listed, verified and restored.
 *
 * <p>A {@link io.github.jooqeventstore.operations.backup.Catalog} is a folder of backups. Each of them is a folder of files
 * beside a {@link io.github.jooqeventstore.operations.backup.Manifest}, which says what they hold and never changes.
 */
@NullMarked
package io.github.jooqeventstore.operations.backup;

import org.jspecify.annotations.NullMarked;
