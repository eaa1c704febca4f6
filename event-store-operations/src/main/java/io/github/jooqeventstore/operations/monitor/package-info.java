/** What can be measured of a running store and its server, what is too much of it, and the files that monitoring systems read. */
@NullMarked
package io.github.jooqeventstore.operations.monitor;

import org.jspecify.annotations.NullMarked;
