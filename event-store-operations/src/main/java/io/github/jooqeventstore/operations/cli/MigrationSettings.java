package io.github.jooqeventstore.operations.cli;

import io.github.jooqeventstore.operations.migration.MigrationOptions;
import java.nio.file.Path;
import java.time.Duration;
import picocli.CommandLine.Option;

/** The operator's files, and how long to wait for what. */
final class MigrationSettings {
    @Option(
            names = "--location",
            paramLabel = "FOLDER",
            defaultValue = MigrationOptions.DEFAULT_LOCATION,
            description = "The folder of the operator's own files: ${DEFAULT-VALUE} unless named.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path location;

    @Option(
            names = "--lock-timeout",
            paramLabel = "TIME",
            defaultValue = "2s",
            converter = DurationConverter.class,
            description = "How long a statement may wait for a lock, and hold up others: ${DEFAULT-VALUE}.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Duration lockTimeout;

    @Option(
            names = "--attempts",
            paramLabel = "N",
            defaultValue = "10",
            description = "How often a file is tried that does not get its locks: ${DEFAULT-VALUE}.")
    private int attempts;

    @Option(
            names = "--wait",
            paramLabel = "TIME",
            defaultValue = "10m",
            converter = DurationConverter.class,
            description =
                    "How long to wait for another migrate, and an index for older transactions: ${DEFAULT-VALUE}.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Duration patience;

    MigrationOptions options() {
        return new MigrationOptions(location, lockTimeout, attempts, patience);
    }
}
