package io.github.jooqeventstore.operations.cli;

import io.github.jooqeventstore.migration.SchemaFinding;
import io.github.jooqeventstore.operations.DatabaseTarget;
import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.migration.Migrations;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code migrate validate}. */
@Command(
        name = "validate",
        description = "Compares the histories with library and files, and the live schema with what they make.",
        mixinStandardHelpOptions = true)
final class MigrateValidate implements Callable<Integer> {
    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private MigrationSettings settings;

    @Mixin
    private Output output;

    @Override
    public Integer call() {
        DatabaseTarget target = connection.target();
        List<SchemaFinding> findings = Migrations.of(target, settings.options()).validate();
        output.result(
                findings,
                findings.isEmpty()
                        ? "schema " + target.schema() + ": as it should be"
                        : findings.stream().map(SchemaFinding::toString).collect(Collectors.joining("\n")));
        return findings.isEmpty() ? ExitCode.OK.code() : ExitCode.CHECK_FAILED.code();
    }
}
