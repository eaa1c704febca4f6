package io.github.jooqeventstore.operations.migration;

import java.util.List;

/**
 * What undoing a migration does.
 *
 * @param schema of which schema
 * @param version of the migration
 * @param description what the migration is about
 * @param file the undo file
 * @param statements of the undo file
 */
public record UndoPlan(String schema, int version, String description, String file, List<String> statements) {
    /** Copies. */
    public UndoPlan {
        statements = List.copyOf(statements);
    }
}
