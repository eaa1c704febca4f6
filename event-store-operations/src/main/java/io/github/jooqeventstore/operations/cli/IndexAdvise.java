package io.github.jooqeventstore.operations.cli;

import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.index.IndexAdvice;
import io.github.jooqeventstore.operations.index.IndexLimits;
import io.github.jooqeventstore.operations.index.IndexReport;
import io.github.jooqeventstore.operations.index.Indexes;
import io.github.jooqeventstore.operations.index.MetadataKeyUse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code index advise}. */
@Command(
        name = "advise",
        description = "Tells which indexes are missing, unused, superfluous or invalid; 1 when some are.",
        mixinStandardHelpOptions = true)
final class IndexAdvise extends IndexCommand.Indexing {
    @Option(
            names = "--slower-than",
            defaultValue = "50",
            paramLabel = "MILLIS",
            description =
                    "Which statements may want an index: those that take so long on average; ${DEFAULT-VALUE} ms.")
    private double millis;

    @Option(
            names = "--blocks",
            defaultValue = "1000",
            paramLabel = "N",
            description = "And that read so many blocks of 8 kB each time: ${DEFAULT-VALUE}.")
    private long blocks;

    @Option(
            names = "--unused-for",
            defaultValue = "14d",
            paramLabel = "TIME",
            converter = DurationOption.class,
            description = "How old the statistics must be before an index counts as unused: ${DEFAULT-VALUE}.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Duration unusedFor;

    @Override
    int index(Indexes indexes) {
        IndexReport report = indexes.advise(new IndexLimits(millis, blocks, unusedFor));
        output.result(report, text(report));
        return (report.advice().isEmpty() ? ExitCode.OK : ExitCode.CHECK_FAILED).code();
    }

    private static String text(IndexReport report) {
        List<String> lines = new ArrayList<>();
        for (IndexAdvice advice : report.advice()) {
            lines.add("%-10s %s %s"
                    .formatted(advice.kind().name().toLowerCase(Locale.ROOT), advice.subject(), advice.finding()));
            lines.add("           -> " + advice.action());
        }
        if (report.advice().isEmpty()) {
            lines.add("nothing to advise");
        }
        for (MetadataKeyUse key : report.keys()) {
            lines.add("key        %s: %d of the newest events, %d values, %s"
                    .formatted(key.key(), key.events(), key.values(), key.indexed() ? "indexed" : "not indexed"));
        }
        report.notes().forEach(note -> lines.add("note       " + note));
        report.notSeen().forEach(what -> lines.add("unknown    " + what));
        return String.join("\n", lines);
    }
}
