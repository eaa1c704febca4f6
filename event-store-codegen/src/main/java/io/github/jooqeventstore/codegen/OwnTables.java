package io.github.jooqeventstore.codegen;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A project's own part in the generation.
 *
 * @param schemas the schemas of the project, which are generated; none: those of the event store alone
 * @param migrations where the project's migrations are, as Flyway writes locations
 * @param resources folders and jars that locations on the class path are looked for in
 * @param placeholders values that stand in migrations as {@code ${name}}
 * @param generator a file with jOOQ's {@code <generator>} or {@code <configuration>}; null: the defaults
 * @param generateStore whether the store's tables are generated, too; else foreign keys lead to the library's classes
 */
record OwnTables(
        List<String> schemas,
        List<String> migrations,
        List<Path> resources,
        Map<String, String> placeholders,
        @Nullable Path generator,
        boolean generateStore) {

    static final OwnTables NONE = new OwnTables(List.of(), List.of(), List.of(), Map.of(), null, true);

    /** Where an application's migrations usually are. */
    private static final String DEFAULT_MIGRATIONS = "classpath:db/migration";

    OwnTables {
        schemas = List.copyOf(schemas);
        migrations = migrations.stream().map(OwnTables::withPrefix).toList();
        resources = migrations.isEmpty() ? List.of() : List.copyOf(resources);
        placeholders = new TreeMap<>(placeholders);
        if (schemas.isEmpty() && !generateStore) {
            throw new IllegalArgumentException(
                    "tables to generate: expected schemas of the project or the store's own, found neither");
        }
        schemas.stream().filter(String::isBlank).findFirst().ifPresent(blank -> {
            throw new IllegalArgumentException("schemas: expected the name of a database schema, found nothing");
        });
    }

    /** Null stands for what was not said: schemas of one's own have migrations, and leave the store to the library. */
    static OwnTables of(
            List<String> schemas,
            @Nullable List<String> migrations,
            List<Path> resources,
            Map<String, String> placeholders,
            @Nullable Path generator,
            @Nullable Boolean generateStore) {
        List<String> usual = schemas.isEmpty() ? List.of() : List.of(DEFAULT_MIGRATIONS);
        return new OwnTables(
                schemas,
                migrations == null ? usual : migrations,
                resources,
                placeholders,
                generator,
                generateStore == null ? schemas.isEmpty() : generateStore);
    }

    /** A location without a prefix is on the class path, for Flyway as for us. */
    private static String withPrefix(String location) {
        if (location.startsWith("classpath:") || location.startsWith("filesystem:")) {
            return location;
        }
        if (location.contains(":") || location.isBlank()) {
            throw new IllegalArgumentException(
                    "migrations: expected classpath:... or filesystem:..., found " + location);
        }
        return "classpath:" + location;
    }

    /** Flyway's own word for it: the first of them has the history of the project's migrations. */
    List<String> migratedSchemas() {
        return schemas.isEmpty() ? List.of("public") : schemas;
    }
}
