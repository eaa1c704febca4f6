package io.github.jooqeventstore.operations.cli;

import io.github.jooqeventstore.operations.schedule.BackupSchedule;
import io.github.jooqeventstore.operations.schedule.BackupSchedule.StartedBy;
import io.github.jooqeventstore.operations.schedule.BackupSchedule.Weekly;
import io.github.jooqeventstore.operations.schedule.ScheduleFiles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Jobs that run by themselves. */
@Command(
        name = "schedule",
        description = "Writes the files of jobs that run by themselves.",
        mixinStandardHelpOptions = true,
        subcommands = {ScheduleCommand.Generate.class})
final class ScheduleCommand extends CommandGroup {
    /** {@code schedule generate}. */
    @Command(
            name = "generate",
            description = {
                "Writes a script and what starts it: daily and weekly backups, each verified, uploaded and only then",
                "pruned, and a monthly restore. Nothing is installed."
            },
            mixinStandardHelpOptions = true)
    static final class Generate implements Callable<Integer> {
        @Mixin
        private Output output;

        @ArgGroup(multiplicity = "1")
        @SuppressWarnings("NullAway.Init") // picocli sets it
        private Starter starter;

        @Option(names = "--into", required = true, paramLabel = "FOLDER", description = "Where the files are written.")
        @SuppressWarnings("NullAway.Init") // picocli sets it
        private Path into;

        @Option(names = "--backups", required = true, paramLabel = "FOLDER", description = "The folder of the backups.")
        @SuppressWarnings("NullAway.Init") // picocli sets it
        private Path backups;

        @Option(
                names = "--program",
                paramLabel = "FILE",
                defaultValue = "/usr/local/bin/event-store",
                description = "The program event-store: ${DEFAULT-VALUE} unless named.")
        @SuppressWarnings("NullAway.Init") // picocli sets it
        private Path program;

        @Option(
                names = "--settings",
                paramLabel = "FILE",
                defaultValue = "/etc/event-store/backup.env",
                description = "A file of EVENT_STORE_URL, _USER and _PASSWORD: ${DEFAULT-VALUE} unless named.")
        @SuppressWarnings("NullAway.Init") // picocli sets it
        private Path settings;

        @Option(
                names = "--metrics",
                paramLabel = "FOLDER",
                defaultValue = "/var/lib/prometheus/node-exporter",
                description = "The folder of the textfile collector: ${DEFAULT-VALUE} unless named.")
        @SuppressWarnings("NullAway.Init") // picocli sets it
        private Path metrics;

        @Option(names = "--account", defaultValue = "postgres", description = "Who runs the jobs: ${DEFAULT-VALUE}.")
        @SuppressWarnings("NullAway.Init") // picocli sets it
        private String account;

        @Option(
                names = "--weekly",
                defaultValue = "FULL",
                description = "What the weekly job takes: ${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} unless named.")
        @SuppressWarnings("NullAway.Init") // picocli sets it
        private Weekly weekly;

        @Option(names = "--upload", paramLabel = "COMMAND", description = "Copies {file}, the backup {id}, elsewhere.")
        private @Nullable String upload;

        @Option(names = "--alert", paramLabel = "COMMAND", description = "Tells somebody that {job} has failed.")
        private @Nullable String alert;

        @Option(
                names = "--keep",
                defaultValue = "7",
                paramLabel = "N",
                description = "Verified backups: ${DEFAULT-VALUE}.")
        private int keep;

        @Option(
                names = "--window",
                defaultValue = "14d",
                paramLabel = "TIME",
                converter = DurationOption.class,
                description = "How far back one must be able to go: ${DEFAULT-VALUE}.")
        @SuppressWarnings("NullAway.Init") // picocli sets it
        private Duration window;

        @Option(
                names = "--deep-on",
                required = true,
                paramLabel = "JDBC-URL",
                description = "A server to restore on in the monthly job, into a database that is dropped again.")
        @SuppressWarnings("NullAway.Init") // picocli sets it
        private String deepOn;

        @Option(
                names = "--jitter",
                defaultValue = "10m",
                paramLabel = "TIME",
                converter = DurationOption.class,
                description = "Put the jobs off at random by up to this: ${DEFAULT-VALUE}.")
        @SuppressWarnings("NullAway.Init") // picocli sets it
        private Duration jitter;

        @Option(
                names = "--lock-wait",
                defaultValue = "2h",
                paramLabel = "TIME",
                converter = DurationOption.class,
                description = "Wait so long for another job: ${DEFAULT-VALUE}.")
        @SuppressWarnings("NullAway.Init") // picocli sets it
        private Duration lockWait;

        private static final class Starter {
            @Option(names = "--systemd", required = true, description = "Units and timers of systemd.")
            private boolean systemd;

            @Option(names = "--cron", required = true, description = "A file for /etc/cron.d.")
            @SuppressWarnings("UnusedVariable") // it is the other of the two
            private boolean cron;
        }

        @Override
        public Integer call() {
            BackupSchedule schedule = new BackupSchedule(
                    starter.systemd ? StartedBy.SYSTEMD : StartedBy.CRON,
                    program,
                    backups,
                    metrics,
                    settings,
                    account,
                    weekly,
                    upload,
                    alert,
                    keep,
                    Math.toIntExact(window.toDays()),
                    deepOn,
                    jitter,
                    lockWait);
            List<Path> files = new ScheduleFiles(schedule, into.toAbsolutePath().normalize()).write();
            List<String> names = files.stream().map(Path::toString).toList();
            output.result(names, names.stream().map(name -> "written   " + name).collect(Collectors.joining("\n")));
            return 0;
        }
    }
}
