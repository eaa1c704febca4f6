package io.github.jooqeventstore.operations.cli;

import io.github.jooqeventstore.operations.backup.Catalog;
import io.github.jooqeventstore.operations.monitor.Monitor;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A folder of backups that is looked at, too. */
final class BackupsOption {
    @Option(
            names = "--backups",
            paramLabel = "FOLDER",
            description = "Tell also how old the newest backups in this folder are.")
    private @Nullable Path folder;

    Monitor with(Monitor monitor) {
        return folder == null ? monitor : monitor.backups(Catalog.open(folder));
    }
}
