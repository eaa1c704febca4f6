package io.github.jooqeventstore.operations.index;

import java.time.OffsetDateTime;

/**
 * An index that is to be dropped, or was.
 *
 * @param name its name
 * @param table the table that it is on
 * @param definition how to make it again
 * @param bytes its size
 * @param unique whether it refuses a second row of the same; without it, nobody does
 * @param scans how often it was used since the statistics began
 * @param statisticsSince since when, at the latest
 */
public record DroppedIndex(
        String name,
        String table,
        String definition,
        long bytes,
        boolean unique,
        long scans,
        OffsetDateTime statisticsSince) {}
