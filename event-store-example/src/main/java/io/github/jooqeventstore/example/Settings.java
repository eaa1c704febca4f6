package io.github.jooqeventstore.example;

import io.github.jooqeventstore.postgres.PostgresOptions;
import io.github.jooqeventstore.postgres.PostgresOptions.Mode;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What the user has said.
 *
 * @param repository the repository to import; null: the one that the project is in
 * @param project a folder of this project
 * @param file the path of the file whose life is told; null: one to which much happened
 * @param postgres where the events are kept
 */
record Settings(
        @Nullable Path repository, Path project, @Nullable String file, PostgresOptions postgres) {

    /**
     * From the system properties {@code repository}, {@code project}, {@code file}, {@code data} (a folder) and those
     * that {@link PostgresOptions#fromSystemProperties()} reads. An empty one counts as absent.
     */
    static Settings fromSystemProperties() {
        String repository = property("repository");
        String project = property("project");
        String data = property("data");
        return new Settings(
                repository == null ? null : absolute(repository),
                absolute(project == null ? "" : project),
                property("file"),
                kept(PostgresOptions.fromSystemProperties(), absolute(data == null ? ".data/example" : data)));
    }

    /** Unless another database is named, a PostgreSQL of our own, whose data stays. */
    private static PostgresOptions kept(PostgresOptions options, Path folder) {
        boolean ours = options.mode() == Mode.EMBEDDED || (options.mode() == Mode.AUTO && options.url() == null);
        return ours && options.dataFolder() == null ? options.dataFolder(folder) : options;
    }

    private static Path absolute(String path) {
        return Path.of(path).toAbsolutePath().normalize();
    }

    private static @Nullable String property(String name) {
        String value = System.getProperty(name);
        return value == null || value.isBlank() ? null : value;
    }
}
