package io.github.jooqeventstore.operations.cli;

import io.github.jooqeventstore.operations.migration.MigrationLine;
import io.github.jooqeventstore.operations.migration.Migrations;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code migrate info}. */
@Command(
        name = "info",
        description = "Tells which migrations the schema has and lacks.",
        mixinStandardHelpOptions = true)
final class MigrateInfo implements Callable<Integer> {
    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private MigrationSettings settings;

    @Mixin
    private Output output;

    @Override
    public Integer call() {
        List<MigrationLine> lines =
                Migrations.of(connection.target(), settings.options()).info();
        output.result(
                lines,
                lines.isEmpty()
                        ? "no migrations"
                        : lines.stream().map(MigrateInfo::text).collect(Collectors.joining("\n")));
        return 0;
    }

    private static String text(MigrationLine line) {
        return "%-8s %3d  %-8s  %s%s"
                .formatted(
                        line.origin().name().toLowerCase(Locale.ROOT),
                        line.version(),
                        line.status().name().toLowerCase(Locale.ROOT),
                        line.description(),
                        line.appliedAt() == null ? "" : "  (" + line.appliedAt() + ", " + line.millis() + " ms)");
    }
}
