package io.github.jooqeventstore.operations.maintain;

import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * A table and what it wastes.
 *
 * @param name its name, in the schema of the store
 * @param bytes its size without indexes, TOAST included
 * @param indexBytes the size of its indexes
 * @param liveRows about how many rows it has
 * @param deadRows about how many versions of rows nobody sees any more
 * @param pages how many pages of 8 kB it had when it was vacuumed last
 * @param frozenPages how many of them are frozen; null where neither PostgreSQL 18 nor the extension pg_visibility tells
 * @param visiblePages how many of them vacuum need not look at again before freezing
 * @param vacuumedAt when it was vacuumed last; null when never
 * @param analyzedAt when its statistics were made last; null when never
 */
public record StoreTable(
        String name,
        long bytes,
        long indexBytes,
        long liveRows,
        long deadRows,
        long pages,
        @Nullable Long frozenPages,
        long visiblePages,
        @Nullable OffsetDateTime vacuumedAt,
        @Nullable OffsetDateTime analyzedAt) {

    /** {@return the share of dead rows, 0 to 1} */
    public double deadShare() {
        return liveRows + deadRows == 0 ? 0 : (double) deadRows / (liveRows + deadRows);
    }
}
