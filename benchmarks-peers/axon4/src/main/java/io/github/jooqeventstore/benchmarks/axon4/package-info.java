/** Another event store as a contender. */
@NullMarked
package io.github.jooqeventstore.benchmarks.axon4;

import org.jspecify.annotations.NullMarked;
