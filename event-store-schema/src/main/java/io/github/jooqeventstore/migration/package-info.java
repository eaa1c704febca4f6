/** The tables of the event store: how they come into a database, and whether they are what they should be. */
@NullMarked
package io.github.jooqeventstore.migration;

import org.jspecify.annotations.NullMarked;
