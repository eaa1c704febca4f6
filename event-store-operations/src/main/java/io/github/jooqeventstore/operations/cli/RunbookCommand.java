package io.github.jooqeventstore.operations.cli;

import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsException;
import io.github.jooqeventstore.operations.runbook.Evidence;
import io.github.jooqeventstore.operations.runbook.EvidenceQuestion;
import io.github.jooqeventstore.operations.runbook.EvidenceReport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What belongs to the runbook of a failure. */
@Command(
        name = "runbook",
        description = "Helps in the night of a failure.",
        mixinStandardHelpOptions = true,
        subcommands = {RunbookCommand.Collect.class})
final class RunbookCommand extends CommandGroup {
    private static final int KILOBYTE = 1024;
    private static final int MOST_KILOBYTES = 100_000;

    /** {@code runbook collect}. */
    @Command(
            name = "collect",
            description = {
                "Gathers logs, settings, sessions, replication, archive, disk and the store's state into one file, before",
                "anybody repairs anything. No statement, payload or password is in it. The database need not answer:",
                "10 says that some parts could not be had, and the output says why."
            },
            mixinStandardHelpOptions = true)
    static final class Collect implements Callable<Integer> {
        @Mixin
        private ConnectionOptions connection;

        @Mixin
        private Output output;

        @Option(
                names = "--output",
                required = true,
                paramLabel = "FILE",
                description = "The zip archive that is written; none may be there.")
        @SuppressWarnings("NullAway.Init") // picocli sets it
        private Path file;

        @Option(
                names = "--log",
                paramLabel = "FILE|FOLDER",
                description = "The server's log, or the folder of its logs; else where the server says it is.")
        private @Nullable Path log;

        @Option(
                names = "--data",
                paramLabel = "FOLDER",
                description = "The server's data on this machine; else where the server says it is.")
        private @Nullable Path data;

        @Option(names = "--archive", paramLabel = "FOLDER", description = "The folder of the log's archive.")
        private @Nullable Path archive;

        @Option(names = "--backups", paramLabel = "FOLDER", description = "The folder of the backups.")
        private @Nullable Path backups;

        @Option(
                names = "--log-kb",
                paramLabel = "N",
                defaultValue = "1024",
                description = "How much of the end of the server's log is read, in kilobytes: ${DEFAULT-VALUE}.")
        private int logKilobytes;

        @Override
        public Integer call() {
            if (logKilobytes < 1 || logKilobytes > MOST_KILOBYTES) {
                throw new OperationsException(
                        ExitCode.USAGE, "--log-kb: expected 1 to " + MOST_KILOBYTES + ", found " + logKilobytes);
            }
            EvidenceReport report = Evidence.collect(
                    connection.target(),
                    new EvidenceQuestion(file, log, data, archive, backups, logKilobytes * KILOBYTE),
                    output.progress());
            output.result(report, text(report));
            return report.exitCode().code();
        }

        private static String text(EvidenceReport report) {
            List<String> lines = new ArrayList<>();
            long gathered = report.parts().stream()
                    .filter(EvidenceReport.Part::gathered)
                    .count();
            lines.add("evidence  " + report.file() + ", " + gathered + " parts");
            for (EvidenceReport.Part part : report.parts()) {
                if (!part.gathered()) {
                    lines.add("missing   " + part.name() + ": " + part.finding());
                }
            }
            return String.join("\n", lines);
        }
    }
}
