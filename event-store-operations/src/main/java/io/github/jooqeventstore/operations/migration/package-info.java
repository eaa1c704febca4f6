/** Brings the store's schema from one version to the next: the library's migrations, and the operator's own beside them. */
@NullMarked
package io.github.jooqeventstore.operations.migration;

import org.jspecify.annotations.NullMarked;
