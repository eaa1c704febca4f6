/** PostgreSQL's write-ahead log: an archive of it, whether it is whole, and where in it which transaction is committed. */
@NullMarked
package io.github.jooqeventstore.operations.wal;

import org.jspecify.annotations.NullMarked;
