/** Whether a program and its event store are alive, ready and sound: as an API, and over HTTP. */
@NullMarked
package io.github.jooqeventstore.operations.health;

import org.jspecify.annotations.NullMarked;
