/** Whether a store is ready for production: a checklist, each item looked at in the running system. */
@NullMarked
package io.github.jooqeventstore.operations.readiness;

import org.jspecify.annotations.NullMarked;
