package io.github.jooqeventstore.operations.cli;

import io.github.jooqeventstore.operations.migration.Migrations;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code migrate baseline}. */
@Command(
        name = "baseline",
        description = "Begins the operator's history at a number: files up to it count as applied, by hand.",
        mixinStandardHelpOptions = true)
final class MigrateBaseline implements Callable<Integer> {
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
            description = "The number of the last file that was run by hand.")
    private int version;

    @Override
    public Integer call() {
        Migrations.of(connection.target(), settings.options()).baseline(version);
        output.result(
                Map.of("schema", connection.target().schema(), "baseline", version),
                "schema " + connection.target().schema() + ": the operator's history begins at version " + version);
        return 0;
    }
}
