@NullMarked
package io.github.jooqeventstore.testing;

import org.jspecify.annotations.NullMarked;
