@NullMarked
package io.github.jooqeventstore.postgres;

import org.jspecify.annotations.NullMarked;
