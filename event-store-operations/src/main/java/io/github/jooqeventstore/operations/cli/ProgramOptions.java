package io.github.jooqeventstore.operations.cli;

import io.github.jooqeventstore.operations.process.PostgresPrograms;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where PostgreSQL's programs are. */
final class ProgramOptions {
    private final Environment environment;

    @Option(
            names = "--postgres-bin",
            paramLabel = "FOLDER",
            description = "The folder of PostgreSQL's programs; else they are looked for where systems put them.")
    private @Nullable Path folder;

    ProgramOptions(Environment environment) {
        this.environment = environment;
    }

    PostgresPrograms programs() {
        return PostgresPrograms.of(folder, environment.variables().get("PATH"));
    }
}
