/** What the benchmarks ask of everything that they measure, and the event that all of it writes. */
@NullMarked
package io.github.jooqeventstore.benchmarks.contender;

import org.jspecify.annotations.NullMarked;
