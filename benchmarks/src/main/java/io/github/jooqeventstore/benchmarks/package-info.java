/** What the event store costs beside hand-written JDBC, on one server in one run. */
@NullMarked
package io.github.jooqeventstore.benchmarks;

import org.jspecify.annotations.NullMarked;
