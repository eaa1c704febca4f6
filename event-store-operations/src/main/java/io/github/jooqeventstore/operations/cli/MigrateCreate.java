package io.github.jooqeventstore.operations.cli;

import io.github.jooqeventstore.operations.migration.MigrationOptions;
import io.github.jooqeventstore.operations.migration.NewMigration;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code migrate create}. */
@Command(
        name = "create",
        description = "Makes a file for a new migration, with the next number.",
        mixinStandardHelpOptions = true)
final class MigrateCreate implements Callable<Integer> {
    @Mixin
    private Output output;

    @Parameters(paramLabel = "NAME", description = "What it does, a few words.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String name;

    @Option(
            names = "--location",
            paramLabel = "FOLDER",
            defaultValue = MigrationOptions.DEFAULT_LOCATION,
            description = "The folder of the operator's own files: ${DEFAULT-VALUE} unless named.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path location;

    @Option(names = "--concurrently", description = "For an index that is built beside writers.")
    private boolean concurrently;

    @Option(names = "--undo", description = "With a file that undoes it.")
    private boolean undo;

    @Override
    public Integer call() {
        List<String> files = new NewMigration(name, concurrently, undo)
                .createIn(location).stream().map(Path::toString).toList();
        output.result(files, files.stream().map(file -> "made " + file).collect(Collectors.joining("\n")));
        return 0;
    }
}
