package io.github.jooqeventstore.operations.cli;

import io.github.jooqeventstore.operations.DatabaseTarget;
import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsException;
import io.github.jooqeventstore.operations.readiness.Readiness;
import io.github.jooqeventstore.operations.readiness.ReadinessItem;
import io.github.jooqeventstore.operations.readiness.ReadinessItem.State;
import io.github.jooqeventstore.operations.readiness.ReadinessReport;
import io.github.jooqeventstore.operations.readiness.Surroundings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code readiness}. */
@Command(
        name = "readiness",
        description = {
            "Goes through the checklist of a store in production: done, not done, and how.",
            "It changes nothing. What cannot be known from here is unknown, never done.",
            "Ends with 1 when something is not done, with 10 when something is only unknown."
        },
        mixinStandardHelpOptions = true)
final class ReadinessCommand implements Callable<Integer> {
    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private MigrationSettings migrations;

    @Mixin
    private MachineOptions machine;

    @Mixin
    private LoadOptions load;

    @Mixin
    private Output output;

    @Option(names = "--backups", paramLabel = "FOLDER", description = "The folder of the backups.")
    private @Nullable Path backups;

    @Option(
            names = "--backup-age",
            paramLabel = "TIME",
            defaultValue = "24h",
            converter = DurationOption.class,
            description = "How old the newest verified backup may be: ${DEFAULT-VALUE}.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Duration backupAge;

    @Option(
            names = "--restore-age",
            paramLabel = "TIME",
            defaultValue = "31d",
            converter = DurationOption.class,
            description = "How long ago a backup was restored for the last time: ${DEFAULT-VALUE}.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Duration restoreAge;

    @Option(
            names = "--timers",
            paramLabel = "FOLDER",
            description =
                    "Where timers or files of cron are in force; else where systemd and cron of this machine have them.")
    private List<Path> timers = List.of();

    @Option(names = "--archive", paramLabel = "FOLDER", description = "The folder of the log's archive.")
    private @Nullable Path archive;

    @Option(names = "--monitor", paramLabel = "URL", description = "Where event-store monitor serve answers.")
    private @Nullable URI monitor;

    @Option(names = "--rules", paramLabel = "FILE", description = "The alert rules that Prometheus loads.")
    private @Nullable Path rules;

    @Option(names = "--metrics", paramLabel = "FOLDER", description = "The folder of the textfile collector.")
    private @Nullable Path metrics;

    @Option(
            names = "--drill-age",
            paramLabel = "TIME",
            defaultValue = "30d",
            converter = DurationOption.class,
            description = "How long ago a disaster was drilled for the last time: ${DEFAULT-VALUE}.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Duration drillAge;

    @Option(
            names = "--attested",
            paramLabel = "ITEM",
            description = "You vouch for an item that cannot be seen from here, or is not needed; may be repeated.")
    private List<String> attested = List.of();

    @Override
    public Integer call() {
        if (monitor != null && !List.of("http", "https").contains(String.valueOf(monitor.getScheme()))) {
            throw new OperationsException(ExitCode.USAGE, "--monitor: expected a URL of http, found " + monitor);
        }
        DatabaseTarget target = connection.target();
        ReadinessReport report = Readiness.of(
                target,
                new Surroundings(
                        migrations.options(),
                        load.question(machine.cpus()),
                        backups,
                        backupAge,
                        restoreAge,
                        timers.isEmpty() ? Surroundings.TIMERS : timers,
                        !timers.isEmpty(),
                        archive,
                        monitor,
                        rules,
                        metrics,
                        drillAge,
                        machine.isWhole() ? machine.tuning() : null,
                        new HashSet<>(attested)));
        output.result(report, text(report));
        return report.exitCode().code();
    }

    private static String text(ReadinessReport report) {
        var lines = new ArrayList<String>();
        lines.add("schema " + report.schema() + " of " + report.database());
        for (ReadinessItem item : report.items()) {
            lines.add("  %-8s  %-17s  %s".formatted(word(item.state()), item.name(), item.finding()));
            if (item.state() == State.NOT_DONE || item.state() == State.UNKNOWN) {
                lines.add("  %-8s  %-17s  how: %s".formatted("", "", item.how()));
            }
        }
        lines.add("%d done, %d attested, %d not done, %d unknown"
                .formatted(
                        report.count(State.DONE),
                        report.count(State.ATTESTED),
                        report.count(State.NOT_DONE),
                        report.count(State.UNKNOWN)));
        return String.join("\n", lines);
    }

    private static String word(State state) {
        return state == State.NOT_DONE ? "NOT DONE" : state.name().toLowerCase(Locale.ROOT);
    }
}
