package io.github.jooqeventstore.operations.cli;

import io.github.jooqeventstore.operations.migration.Migrations;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code migrate repair}. */
@Command(
        name = "repair",
        description = "Makes the operator's history agree with the files, for the named versions alone.",
        mixinStandardHelpOptions = true)
final class MigrateRepair implements Callable<Integer> {
    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private MigrationSettings settings;

    @Mixin
    private Output output;

    @Option(
            names = "--migration",
            paramLabel = "N",
            required = true,
            split = ",",
            description = "The number of a migration that failed or whose file was edited; may be given several times.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private List<Integer> versions;

    @Override
    public Integer call() {
        List<String> done =
                Migrations.of(connection.target(), settings.options()).repair(versions);
        output.result(done, String.join("\n", done));
        return 0;
    }
}
