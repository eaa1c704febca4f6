/** Another event store as a contender. */
@NullMarked
package io.github.jooqeventstore.benchmarks.axon5;

import org.jspecify.annotations.NullMarked;
