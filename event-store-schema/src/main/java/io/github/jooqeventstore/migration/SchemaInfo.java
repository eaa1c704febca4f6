package io.github.jooqeventstore.migration;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is known about a schema.
 *
 * @param schema its name
 * @param migrations the applied and the pending migrations, by version; a schema made by {@code event-store/schema.sql}
 *     keeps no history, and lists the pending ones only
 * @param store the store's own row; null when the schema or its table is not there
 */
public record SchemaInfo(
        String schema, List<Migration> migrations, @Nullable Store store) {
    /** Copies the list. */
    public SchemaInfo {
        migrations = List.copyOf(migrations);
    }

    /** {@return the migrations that the schema has} */
    public List<Migration> applied() {
        return migrations.stream()
                .filter(migration -> switch (migration.status()) {
                    case APPLIED, APPLIED_BY_A_NEWER_LIBRARY -> true;
                    case PENDING, FAILED -> false;
                })
                .toList();
    }

    /** {@return the migrations of this library that the schema lacks} */
    public List<Migration> pending() {
        return migrations.stream()
                .filter(migration -> migration.status() == Migration.Status.PENDING)
                .toList();
    }

    /**
     * The store's own row.
     *
     * @param id the identity of the store, kept by a restore
     * @param epoch raised by every restore, 1 at first
     * @param schemaVersion the number of the last migration
     * @param compatibleFrom the oldest schema version whose libraries still work on this schema
     */
    public record Store(UUID id, long epoch, int schemaVersion, int compatibleFrom) {}
}
