/** Another event store as a contender. */
@NullMarked
package io.github.jooqeventstore.benchmarks.pekko;

import org.jspecify.annotations.NullMarked;
