/**
 * Restores: into something new, compared with the backup's manifest, and only then put in the place of what is live.
 *
 * <p>Nothing is ever restored in place. What was live is kept until somebody drops it by hand.
 */
@NullMarked
package io.github.jooqeventstore.operations.restore;

import org.jspecify.annotations.NullMarked;
