@NullMarked
package io.github.jooqeventstore.pool;

import org.jspecify.annotations.NullMarked;
