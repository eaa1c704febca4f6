/** What is wrong with a store and its server, in plain sentences, and the command that mends it. */
@NullMarked
package io.github.jooqeventstore.operations.doctor;

import org.jspecify.annotations.NullMarked;
