package io.github.jooqeventstore.operations.cli;

import io.github.jooqeventstore.operations.process.PostgresPrograms;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where PostgreSQL's own programs are. */
final class PostgresBinOption {
    @Option(
            names = "--postgres-bin",
            paramLabel = "FOLDER",
            description =
                    "Where PostgreSQL's programs are; else they are found on the path and where packages put them.")
    private @Nullable Path folder;

    PostgresPrograms programs() {
        return PostgresPrograms.of(folder, System.getenv("PATH"));
    }
}
