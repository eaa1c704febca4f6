package io.github.jooqeventstore.operations.index;

import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An index as the catalog has it.
 *
 * @param name its name
 * @param table the table that it is on
 * @param method btree, brin, …
 * @param definition the whole of it as a statement
 * @param columns its key columns, each with operator class, collation and direction
 * @param included whether it holds columns that are no keys
 * @param predicate which rows it holds; empty: all
 * @param unique whether it refuses a second row of the same
 * @param constraint whether it is the index of a key
 * @param valid whether it is used
 * @param bytes its size
 * @param scans how often it was used
 * @param lastScan when it was used last; null when never, and before PostgreSQL 16
 */
record IndexShape(
        String name,
        String table,
        String method,
        String definition,
        List<String> columns,
        boolean included,
        String predicate,
        boolean unique,
        boolean constraint,
        boolean valid,
        long bytes,
        long scans,
        @Nullable OffsetDateTime lastScan) {
    IndexShape {
        columns = List.copyOf(columns);
    }

    /** {@return whether the other one serves whatever this one serves} Of two that are the same, each covers the other. */
    boolean isCoveredBy(IndexShape other) {
        return !unique
                && !included
                && valid
                && other.valid
                && table.equals(other.table)
                && method.equals(other.method)
                && predicate.equals(other.predicate)
                && other.columns.size() >= columns.size()
                && other.columns.subList(0, columns.size()).equals(columns)
                // Only a btree can be entered by the first of its columns as well as by all of them.
                && (method.equals("btree") || columns.size() == other.columns.size());
    }

    boolean isSameAs(IndexShape other) {
        return isCoveredBy(other) && columns.size() == other.columns.size();
    }
}
