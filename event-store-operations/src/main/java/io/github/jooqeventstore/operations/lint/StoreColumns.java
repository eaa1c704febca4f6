package io.github.jooqeventstore.operations.lint;

import static io.github.jooqeventstore.schema.Tables.EVENTS;
import static io.github.jooqeventstore.schema.Tables.STREAMS;

import java.util.stream.Stream;

/** The columns of history that are the store's own; an application may have added others. */
final class StoreColumns {
    private StoreColumns() {}

    static boolean has(String table, String column) {
        return Stream.of(EVENTS, STREAMS)
                .filter(ours -> ours.getName().equals(table))
                .anyMatch(ours -> ours.field(column) != null);
    }
}
