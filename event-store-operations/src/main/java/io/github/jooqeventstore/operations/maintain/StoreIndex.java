package io.github.jooqeventstore.operations.maintain;

import org.jspecify.annotations.Nullable;

/**
 * An index of the store.
 *
 * @param name its name
 * @param table the table that it is on
 * @param bytes its size
 * @param valid whether it is used; one that could not be built is not, and costs all the same
 * @param leafDensity how full its leaf pages are, in percent: 90 when new; null for another kind than btree, and where the
 *     extension pgstattuple is missing or the role may not use it
 */
public record StoreIndex(
        String name,
        String table,
        long bytes,
        boolean valid,
        @Nullable Double leafDensity) {}
