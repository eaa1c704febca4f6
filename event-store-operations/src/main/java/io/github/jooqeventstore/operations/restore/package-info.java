/** Restores: beside what is there, checked before they are taken into use, and made safe for those who read the store. */
@NullMarked
package io.github.jooqeventstore.operations.restore;

import org.jspecify.annotations.NullMarked;
