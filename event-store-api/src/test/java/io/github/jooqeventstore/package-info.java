@NullMarked
package io.github.jooqeventstore;

import org.jspecify.annotations.NullMarked;
