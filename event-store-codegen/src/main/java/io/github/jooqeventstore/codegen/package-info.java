@NullMarked
package io.github.jooqeventstore.codegen;

import org.jspecify.annotations.NullMarked;
