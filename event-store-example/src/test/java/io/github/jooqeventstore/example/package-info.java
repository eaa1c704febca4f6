@NullMarked
package io.github.jooqeventstore.example;

import org.jspecify.annotations.NullMarked;
