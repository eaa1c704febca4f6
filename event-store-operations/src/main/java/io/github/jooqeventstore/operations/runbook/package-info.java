/** What is worth keeping of a server in trouble, before anybody repairs anything. */
@NullMarked
package io.github.jooqeventstore.operations.runbook;

import org.jspecify.annotations.NullMarked;
