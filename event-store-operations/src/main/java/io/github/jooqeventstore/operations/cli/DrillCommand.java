package io.github.jooqeventstore.operations.cli;

import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsException;
import io.github.jooqeventstore.operations.backup.Catalog;
import io.github.jooqeventstore.operations.drill.BackupDrill;
import io.github.jooqeventstore.operations.drill.Drill;
import io.github.jooqeventstore.operations.drill.DrillFiles;
import io.github.jooqeventstore.operations.drill.DrillMetrics;
import io.github.jooqeventstore.operations.drill.DrillReport;
import io.github.jooqeventstore.operations.drill.DrillTargets;
import io.github.jooqeventstore.operations.drill.DrillTier;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code dr drill}. */
@Command(
        name = "drill",
        description = {
            "Loses a server and brings another one into its place, and measures what is lost and how long it takes.",
            "It makes all servers that it needs in a folder of its own. With --from it brings back a backup of yours there.",
            "It never connects to a server that it has not made. Ends with 1 when a target is missed."
        },
        mixinStandardHelpOptions = true)
final class DrillCommand implements Callable<Integer> {
    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private PostgresBinOption postgres;

    @Mixin
    private Output output;

    @Option(
            names = "--tier",
            required = true,
            paramLabel = "basic|standard|critical",
            description =
                    "basic: a backup each day; standard: base backups and an archive of the log; critical: base backups and a"
                            + " receiver of the log that commits wait for.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private DrillTier tier;

    @Option(
            names = "--directory",
            required = true,
            paramLabel = "FOLDER",
            description = "Where it plays: no folder yet, or an empty one. The report stays there, all else goes.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path directory;

    @Option(
            names = "--from",
            paramLabel = "FOLDER",
            description = "Bring back the newest verified backup of this folder, in place of one that is made.")
    private @Nullable Path from;

    @Option(
            names = "--archive",
            paramLabel = "FOLDER",
            description = "With --from, for standard and critical: a folder of the log. Of several, the first counts.")
    private List<Path> archives = List.of();

    @Option(
            names = "--history",
            paramLabel = "EVENTS",
            defaultValue = "10000",
            description = "How many events there are before: ${DEFAULT-VALUE}.")
    private int history;

    @Option(
            names = "--events",
            paramLabel = "EVENTS",
            defaultValue = "1000",
            description = "How many are acknowledged behind the backup, at least: ${DEFAULT-VALUE}.")
    private int events;

    @Option(
            names = "--rto",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "The longest time to the first new event: 4h unless given.")
    private @Nullable Duration rto;

    @Option(
            names = "--rpo",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description =
                    "The longest time whose events may be lost: 25h, 1h and 0s (no event) for the tiers unless given.")
    private @Nullable Duration rpo;

    @Option(
            names = "--metrics",
            paramLabel = "FOLDER",
            description = "Leave the figures for Prometheus' textfile collector; remove them when a target is missed.")
    private @Nullable Path metrics;

    @Override
    public Integer call() {
        DrillMetrics kept = metrics == null ? null : new DrillMetrics(metrics);
        boolean ended = false;
        try {
            DrillReport report = from == null ? made() : restored(from);
            if (kept != null) {
                kept.leave(report, Instant.now());
            }
            ended = true;
            output.result(report, DrillTexts.of(report, directory.resolve(DrillFiles.PAGE)));
            return report.exitCode().code();
        } finally {
            if (!ended && kept != null) {
                kept.remove();
            }
        }
    }

    private DrillTargets targets() {
        DrillTargets usual = tier.targets();
        return new DrillTargets(rto == null ? usual.recoveryTime() : rto, rpo == null ? usual.recoveryPoint() : rpo);
    }

    private DrillReport made() {
        if (!archives.isEmpty()) {
            throw new OperationsException(ExitCode.USAGE, "--archive: expected --from beside it, found none");
        }
        return new Drill(tier, targets(), directory, history, events, postgres.programs(), output.progress()).run();
    }

    private DrillReport restored(Path backups) {
        return new BackupDrill(
                        tier,
                        targets(),
                        directory,
                        Catalog.open(backups),
                        archives,
                        connection.isGiven() ? connection.target() : null,
                        postgres.programs(),
                        output.progress())
                .run();
    }
}
