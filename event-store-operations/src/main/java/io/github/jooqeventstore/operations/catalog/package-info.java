/** PostgreSQL's own tables and views, with the types of their columns: those that several areas ask. */
@NullMarked
package io.github.jooqeventstore.operations.catalog;

import org.jspecify.annotations.NullMarked;
