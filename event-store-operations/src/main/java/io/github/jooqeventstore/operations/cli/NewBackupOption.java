package io.github.jooqeventstore.operations.cli;

import io.github.jooqeventstore.operations.backup.Catalog;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The folder that a backup goes to. */
final class NewBackupOption {
    @Option(names = "--to", required = true, paramLabel = "FOLDER", description = "The folder of the backups.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path to;

    Catalog catalog() {
        return Catalog.openOrCreate(to);
    }
}
