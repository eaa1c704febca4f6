package io.github.jooqeventstore.operations.cli;

import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsDatabase;
import io.github.jooqeventstore.operations.tune.RunningSettings;
import io.github.jooqeventstore.operations.tune.SettingDifference;
import io.github.jooqeventstore.operations.tune.TunedFile;
import io.github.jooqeventstore.operations.tune.TunedSetting;
import io.github.jooqeventstore.operations.tune.Tuning;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Settings of the server. */
@Command(
        name = "tune",
        description = "Makes, compares and applies settings of the server.",
        mixinStandardHelpOptions = true,
        subcommands = {TuneCommand.Generate.class, TuneCommand.Diff.class, TuneCommand.Apply.class})
final class TuneCommand extends CommandGroup {
    /** What the commands have in common. */
    abstract static class Tune implements Callable<Integer> {
        @Mixin
        MachineOptions machine;

        @Mixin
        Output output;

        @Option(
                names = "--set",
                paramLabel = "NAME=VALUE",
                description = "Another value than the one made here, or a further setting; may be repeated.")
        private Map<String, String> others = Map.of();

        Tuning tuning() {
            return machine.tuning().with(others);
        }
    }

    /** {@code tune generate}. */
    @Command(
            name = "generate",
            description = "Prints a file of settings for a server, each with its reason.",
            mixinStandardHelpOptions = true)
    static final class Generate extends Tune {
        @Override
        public Integer call() {
            Tuning tuning = tuning();
            output.result(tuning.settings(), TunedFile.text(tuning).stripTrailing());
            return 0;
        }
    }

    /** {@code tune diff}. */
    @Command(
            name = "diff",
            description = "Compares the settings of the running server; 1 when some differ.",
            mixinStandardHelpOptions = true)
    static final class Diff extends Tune {
        @Mixin
        private ConnectionOptions connection;

        @Override
        public Integer call() {
            List<TunedSetting> wanted = tuning().settings();
            try (var database = OperationsDatabase.open(connection.target())) {
                List<SettingDifference> differences = new RunningSettings(database).differences(wanted);
                output.result(differences, differences.isEmpty() ? "all settings are as wanted" : table(differences));
                return (differences.isEmpty() ? ExitCode.OK : ExitCode.CHECK_FAILED).code();
            }
        }
    }

    /** {@code tune apply}. */
    @Command(
            name = "apply",
            description = "Changes the settings of the running server, without a restart.",
            mixinStandardHelpOptions = true)
    static final class Apply extends Tune {
        @Mixin
        private ConnectionOptions connection;

        @Option(names = "--execute", description = "Do it: without this the plan is shown and nothing happens.")
        private boolean execute;

        @Option(
                names = "--with-restart",
                description = "Write also what only a restart brings; restarting the server is left to you.")
        private boolean withRestart;

        @Override
        public Integer call() {
            List<TunedSetting> wanted = tuning().settings();
            try (var database = OperationsDatabase.open(connection.target())) {
                var running = new RunningSettings(database);
                List<SettingDifference> changes = running.differences(wanted).stream()
                        .filter(difference -> withRestart || !difference.restartNeeded())
                        .toList();
                if (execute) {
                    running.apply(changes);
                }
                output.result(changes, text(changes));
                return 0;
            }
        }

        private String text(List<SettingDifference> changes) {
            if (changes.isEmpty()) {
                return "nothing to change";
            }
            return table(changes)
                    + (execute
                            ? "\nwritten, and the server has been told to read it"
                            : "\nthis is the plan; --execute does it");
        }
    }

    private static String table(List<SettingDifference> differences) {
        var head = Stream.of("%-40s %-22s %-22s %s".formatted("setting", "now", "wanted", "takes effect"));
        var lines = differences.stream()
                .map(difference -> "%-40s %-22s %-22s %s"
                        .formatted(
                                difference.name(),
                                difference.now(),
                                difference.wanted(),
                                difference.restartNeeded() ? "after a restart" : "at once"));
        return Stream.concat(head, lines).collect(Collectors.joining("\n"));
    }
}
