package io.github.jooqeventstore.operations.cli;

import io.github.jooqeventstore.migration.SchemaMigrations;
import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.lint.Lint;
import io.github.jooqeventstore.operations.lint.LintFinding;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code migrate lint}. */
@Command(
        name = "lint",
        description = "Reads migrations, without a database, and tells what would lock, break or lose something.",
        mixinStandardHelpOptions = true)
final class MigrateLint implements Callable<Integer> {
    @Mixin
    private Output output;

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description =
                    "The files, in the order in which they run: what earlier ones prepare is known to later ones.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private List<Path> files;

    @Option(
            names = "--schema",
            defaultValue = SchemaMigrations.DEFAULT_SCHEMA,
            description = "The schema of the event store: ${DEFAULT-VALUE} unless named.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String schema;

    @Override
    public Integer call() {
        Lint lint = Lint.ofSchema(schema);
        List<Line> lines = new ArrayList<>();
        for (Path file : files) {
            lint.read(file).forEach(finding -> lines.add(Line.of(finding)));
        }
        output.result(
                lines,
                lines.isEmpty()
                        ? files.size() + " files, nothing found"
                        : lines.stream().map(Line::text).collect(Collectors.joining("\n")));
        boolean refused = lines.stream().anyMatch(line -> line.severity().equals("error"));
        return refused ? ExitCode.CHECK_FAILED.code() : ExitCode.OK.code();
    }

    /** A finding with all that is to be said about its rule. */
    record Line(String file, int line, String severity, String rule, String found, String why, String fix) {
        static Line of(LintFinding finding) {
            return new Line(
                    finding.file(),
                    finding.line(),
                    finding.rule().severity().name().toLowerCase(Locale.ROOT),
                    finding.rule().toString(),
                    finding.found(),
                    finding.rule().why(),
                    finding.rule().fix());
        }

        String text() {
            return file + ":" + line + " " + severity + " " + rule + ": " + found + "\n  why: " + why + "\n  fix: "
                    + fix;
        }
    }
}
