/** What a table of events needs while it is written to: vacuum, freezing, indexes made anew, and a look at what is wasted. */
@NullMarked
package io.github.jooqeventstore.operations.maintain;

import org.jspecify.annotations.NullMarked;
