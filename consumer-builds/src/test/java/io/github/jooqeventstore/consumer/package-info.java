/** Builds of projects that use the library and the plugin. */
@NullMarked
package io.github.jooqeventstore.consumer;

import org.jspecify.annotations.NullMarked;
