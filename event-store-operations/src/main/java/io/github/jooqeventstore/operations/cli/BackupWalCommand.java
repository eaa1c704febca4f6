package io.github.jooqeventstore.operations.cli;

import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsDatabase;
import io.github.jooqeventstore.operations.OperationsException;
import io.github.jooqeventstore.operations.wal.Continuity;
import io.github.jooqeventstore.operations.wal.WalArchive;
import io.github.jooqeventstore.operations.wal.WalSetup;
import io.github.jooqeventstore.operations.wal.WalStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The archive of the log. */
@Command(
        name = "wal",
        description = "Sets up and watches the archive of the write-ahead log.",
        mixinStandardHelpOptions = true,
        subcommands = {
            BackupWalCommand.Setup.class,
            BackupWalCommand.Status.class,
            WalStreamCommand.class,
            WalStreamCommand.Release.class
        })
final class BackupWalCommand extends CommandGroup {
    /** {@code backup wal setup}. */
    @Command(
            name = "setup",
            description =
                    "Has the server archive its log, and proves it: shows what it would change, unless --execute.",
            mixinStandardHelpOptions = true)
    static final class Setup implements Callable<Integer> {
        @Mixin
        private ConnectionOptions connection;

        @Mixin
        private Output output;

        @Option(names = "--archive", required = true, paramLabel = "FOLDER", description = "The folder of the archive.")
        @SuppressWarnings("NullAway.Init") // picocli sets it
        private Path archive;

        @Option(
                names = "--script",
                paramLabel = "FILE",
                description = "The script; else archive-wal.sh in the archive.")
        private @Nullable Path script;

        @Option(names = "--execute", description = "Do it: without this the plan is shown and nothing happens.")
        private boolean execute;

        @Option(
                names = "--wait",
                paramLabel = "SECONDS",
                defaultValue = "60",
                description = "How long the segment of the proof may take: ${DEFAULT-VALUE}.")
        private int wait;

        @Override
        public Integer call() {
            Path folder = archive.toAbsolutePath().normalize();
            Path file = script == null ? folder.resolve("archive-wal.sh") : script.toAbsolutePath();
            try (var database = OperationsDatabase.open(connection.target())) {
                var setup = new WalSetup(database, folder, file);
                if (!execute) {
                    List<WalSetup.Change> plan = setup.plan();
                    output.result(new WalSetup.Result(plan, List.of(), ""), "would set\n" + lines(plan));
                    return 0;
                }
                WalSetup.Result result = setup.execute(Duration.ofSeconds(wait));
                output.result(result, text(result));
                return result.restart().isEmpty() ? 0 : ExitCode.CHECK_FAILED.code();
            }
        }

        private static String text(WalSetup.Result result) {
            return result.restart().isEmpty()
                    ? "archiving: segment " + result.proof() + " went through and is what the server wrote"
                    : "set\n" + lines(result.changes()) + "\nrestart the server for "
                            + String.join(", ", result.restart()) + ", and call this again: nothing is archived yet";
        }

        private static String lines(List<WalSetup.Change> changes) {
            return changes.isEmpty()
                    ? "  nothing: all settings are as they should be"
                    : String.join(
                            "\n",
                            changes.stream().map(change -> "  " + change.line()).toList());
        }
    }

    /** {@code backup wal status}. */
    @Command(
            name = "status",
            description =
                    "Tells whether the log is archived, whole, and how much would be lost now; 1 when something is wrong.",
            mixinStandardHelpOptions = true)
    static final class Status implements Callable<Integer> {
        @Mixin
        private ConnectionOptions connection;

        @Mixin
        private Output output;

        @Option(names = "--archive", required = true, paramLabel = "FOLDER", description = "The folder of the archive.")
        @SuppressWarnings("NullAway.Init") // picocli sets it
        private Path archive;

        @Option(names = "--deep", description = "Read every record of the archive, too.")
        private boolean deep;

        @Option(
                names = "--max-seconds",
                paramLabel = "SECONDS",
                defaultValue = "300",
                description = "How long something may wait to be archived: ${DEFAULT-VALUE}.")
        private int seconds;

        @Override
        public Integer call() {
            try (var database = OperationsDatabase.open(connection.target())) {
                WalStatus status = WalStatus.of(database, archive, continuity(), Duration.ofSeconds(seconds));
                Continuity whole = status.continuity();
                output.result(status, """
                        archived  %s to %s, %d segments, timeline %d
                        last      %s at %s
                        failures  %d
                        exposed   %d bytes, %d seconds
                        %s""".formatted(
                                whole == null ? "nothing" : whole.first(),
                                whole == null ? "nothing" : whole.last(),
                                whole == null ? 0 : whole.segments(),
                                whole == null ? 0 : whole.timeline(),
                                status.lastArchived(),
                                status.lastArchivedAt(),
                                status.failures(),
                                status.exposedBytes(),
                                status.exposedSeconds(),
                                findings(status.findings())));
                return status.findings().isEmpty() ? 0 : ExitCode.CHECK_FAILED.code();
            }
        }

        // A folder without a segment is a finding; one that is not there is a slip of the command line.
        private @Nullable Continuity continuity() {
            try {
                return Continuity.of(WalArchive.of(List.of(archive)), deep, output.progress());
            } catch (OperationsException e) {
                if (e.exitCode() == ExitCode.INTEGRITY) {
                    return null;
                }
                throw e;
            }
        }
    }

    static String findings(List<String> findings) {
        return findings.isEmpty()
                ? "all is well"
                : String.join(
                        "\n",
                        findings.stream().map(finding -> "FINDING   " + finding).toList());
    }
}
