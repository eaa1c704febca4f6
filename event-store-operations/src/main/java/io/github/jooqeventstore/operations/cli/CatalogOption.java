package io.github.jooqeventstore.operations.cli;

import io.github.jooqeventstore.operations.backup.Catalog;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The folder of backups that are there. */
final class CatalogOption {
    @Option(names = "--in", required = true, paramLabel = "FOLDER", description = "The folder of the backups.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path in;

    Path folder() {
        return in;
    }

    Catalog catalog() {
        return Catalog.open(in);
    }
}
