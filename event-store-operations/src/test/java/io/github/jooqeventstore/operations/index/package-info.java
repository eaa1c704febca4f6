@org.jspecify.annotations.NullMarked
package io.github.jooqeventstore.operations.index;
