package io.github.jooqeventstore.operations.backup;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table that was copied out column by column.
 *
 * @param table its name
 * @param file the file that holds its rows
 * @param rows how many there are
 * @param columns in the order of the file
 */
public record TableColumns(String table, String file, long rows, List<Column> columns) {
    /** Copies. */
    public TableColumns {
        columns = List.copyOf(columns);
    }

    /**
     * A column, defined well enough to be made again where an application has added it.
     *
     * @param name its name
     * @param type as SQL writes it, without a schema of the store
     * @param notNull whether it refuses null
     * @param defaultValue the SQL of its default; null where there is none
     */
    public record Column(
            String name,
            String type,
            boolean notNull,
            @Nullable String defaultValue) {}
}
