@NullMarked
package io.github.jooqeventstore.subscription;

import org.jspecify.annotations.NullMarked;
