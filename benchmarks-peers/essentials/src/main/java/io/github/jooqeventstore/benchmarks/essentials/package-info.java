/** Another event store as a contender. */
@NullMarked
package io.github.jooqeventstore.benchmarks.essentials;

import org.jspecify.annotations.NullMarked;
