package io.github.jooqeventstore.migration;

import java.util.List;

/**
 * What a call of {@link SchemaMigrations#migrate} has done.
 *
 * @param schema the name of the schema
 * @param versionBefore the schema version that it found; 0 when the tables were not there
 * @param version the schema version now
 * @param applied the file names of the migrations that this call applied, in order; empty when there was nothing to do
 */
public record MigrationResult(String schema, int versionBefore, int version, List<String> applied) {
    /** Copies the list. */
    public MigrationResult {
        applied = List.copyOf(applied);
    }
}
