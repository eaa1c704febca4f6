package io.github.jooqeventstore.operations.cli;

import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.lint.LintFinding;
import io.github.jooqeventstore.operations.migration.DryRunReport;
import io.github.jooqeventstore.operations.migration.MigrationReport;
import io.github.jooqeventstore.operations.migration.Migrations;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code migrate}, and what belongs to it. */
@Command(
        name = "migrate",
        description = "Applies the library's migrations and the operator's own files.",
        mixinStandardHelpOptions = true,
        subcommands = {
            MigrateInfo.class,
            MigrateValidate.class,
            MigrateRepair.class,
            MigrateBaseline.class,
            MigrateUndo.class,
            MigrateCreate.class,
            MigrateLint.class
        })
final class MigrateCommand implements Callable<Integer> {
    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private MigrationSettings settings;

    @Mixin
    private Output output;

    @Option(
            names = "--dry-run",
            description = "Try it in a transaction that is rolled back, and tell its locks and what is written anew.")
    private boolean dryRun;

    @Override
    public Integer call() {
        var migrations = Migrations.of(connection.target(), settings.options());
        if (dryRun) {
            DryRunReport report = migrations.dryRun();
            output.result(report, text(report));
            return report.isFit() ? ExitCode.OK.code() : ExitCode.CHECK_FAILED.code();
        }
        MigrationReport report = migrations.migrate(output.progress());
        output.result(report, text(report));
        return ExitCode.OK.code();
    }

    private static String text(MigrationReport report) {
        var lines = new ArrayList<String>();
        report.library().forEach(file -> lines.add("applied  " + file + ", of the library"));
        report.operator().forEach(file -> lines.add("applied  " + file));
        report.warnings().forEach(warning -> lines.add("warning  " + warning));
        if (report.retries() > 0) {
            lines.add("locks    not to be had at once, tried again " + report.retries() + " times");
        }
        lines.add("schema " + report.schema() + ": version " + report.version()
                + (report.library().isEmpty() && report.operator().isEmpty() ? ", nothing to do" : ""));
        return String.join("\n", lines);
    }

    private static String text(DryRunReport report) {
        var lines = new ArrayList<String>();
        for (DryRunReport.File file : report.files()) {
            lines.add(file.name() + (file.notRun() == null ? "" : ": not run, " + file.notRun()));
            file.statements().forEach(statement -> add(lines, statement));
            if (file.failure() != null) {
                lines.add("  fails: " + file.failure());
            }
        }
        for (LintFinding finding : report.findings()) {
            lines.add((finding.isError() ? "refused  " : "warning  ") + finding);
        }
        lines.add("schema " + report.schema() + ": "
                + (report.files().isEmpty() ? "nothing to do" : "rolled back, nothing has changed"));
        return String.join("\n", lines);
    }

    private static void add(List<String> lines, DryRunReport.Statement statement) {
        lines.add("  line " + statement.line() + ": "
                + statement.sql().lines().findFirst().orElse("")
                + (statement.sql().contains("\n") ? " …" : ""));
        statement.locks().forEach(lock -> lines.add("    locks    " + lock));
        statement.rewrites().forEach(rewrite -> lines.add("    rewrites " + rewrite));
    }
}
