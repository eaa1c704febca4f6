package io.github.jooqeventstore.operations.cli;

import io.github.jooqeventstore.operations.monitor.Figure;
import io.github.jooqeventstore.operations.monitor.LiveView;
import io.github.jooqeventstore.operations.monitor.Monitor;
import io.github.jooqeventstore.operations.monitor.MonitorServer;
import io.github.jooqeventstore.operations.monitor.MonitoringFiles;
import io.github.jooqeventstore.operations.monitor.Readings;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Figures of the running store: shown once, shown live, or served; and the files that monitoring systems read. */
@Command(
        name = "monitor",
        description = "Shows the figures of the store and of its server.",
        mixinStandardHelpOptions = true,
        subcommands = {MonitorCommand.Serve.class, MonitorCommand.Rules.class, MonitorCommand.Dashboard.class})
final class MonitorCommand implements Callable<Integer> {
    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private Output output;

    @Mixin
    private BackupsOption backups;

    @Option(
            names = "--every",
            paramLabel = "SECONDS",
            description = "Show what matters most again and again, on a terminal in place, until Ctrl-C.")
    private @Nullable Integer every;

    @Option(names = "--count", paramLabel = "TIMES", description = "With --every: end after so many times.")
    private @Nullable Integer count;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        Monitor monitor = backups.with(Monitor.of(connection.target()));
        if (every != null) {
            return live(monitor, Duration.ofSeconds(atLeastOne("--every", every)));
        }
        if (count != null) {
            throw new ParameterException(spec.commandLine(), "--count: expected --every beside it, found none");
        }
        Readings readings = monitor.read();
        output.result(readings, text(readings));
        return 0;
    }

    private int live(Monitor monitor, Duration pause) throws InterruptedException {
        int times = count == null ? Integer.MAX_VALUE : atLeastOne("--count", count);
        LiveView view = new LiveView();
        try (LiveScreen screen = output.screen()) {
            for (int shown = 0; shown < times && (shown == 0 || !screen.isToEndWithin(pause)); shown++) {
                Readings readings = monitor.read();
                screen.show(output.line(readings, view.show(readings, Instant.now())));
            }
        }
        return 0;
    }

    private int atLeastOne(String option, int number) {
        if (number < 1) {
            throw new ParameterException(spec.commandLine(), option + ": expected 1 or more, found " + number);
        }
        return number;
    }

    private static String text(Readings readings) {
        String figures = readings.figures().stream()
                .map(figure -> String.format(Locale.ROOT, "%-70s %,18.3f", name(figure), figure.value()))
                .collect(Collectors.joining(System.lineSeparator()));
        String degraded = readings.degraded().values().stream()
                .map(why -> System.lineSeparator() + "not read: " + why)
                .collect(Collectors.joining());
        return figures + degraded;
    }

    private static String name(Figure figure) {
        String labels = figure.labels().values().stream().collect(Collectors.joining(", "));
        String name = figure.metric().name().replace("event_store_", "");
        return labels.isEmpty() ? name : name + " (" + labels + ")";
    }

    /** {@code monitor serve}. */
    @Command(
            name = "serve",
            description = "Serves the figures to Prometheus at /metrics.",
            mixinStandardHelpOptions = true)
    static final class Serve implements Callable<Integer> {
        @Mixin
        private ConnectionOptions connection;

        @Mixin
        private Output output;

        @Mixin
        private BackupsOption backups;

        @Option(
                names = "--address",
                defaultValue = "127.0.0.1",
                description = "Where to listen: ${DEFAULT-VALUE} unless named.")
        @SuppressWarnings("NullAway.Init") // picocli sets it
        private String address;

        @Option(names = "--port", defaultValue = "9187", description = "The port: ${DEFAULT-VALUE} unless named.")
        private int port;

        @Override
        public Integer call() {
            Monitor monitor = backups.with(Monitor.of(connection.target()));
            try (var server = MonitorServer.start(monitor, new InetSocketAddress(address, port))) {
                output.note("serving http://" + address + ":" + server.port() + "/metrics");
                new CountDownLatch(1).await();
                return 0;
            } catch (InterruptedException e) {
                // It serves until it is told to end.
                return 0;
            }
        }
    }

    /** {@code monitor rules}. */
    @Command(name = "rules", description = "Prints the alert rules for Prometheus.", mixinStandardHelpOptions = true)
    static final class Rules implements Callable<Integer> {
        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() {
            spec.commandLine().getOut().print(MonitoringFiles.alertRules());
            return 0;
        }
    }

    /** {@code monitor dashboard}. */
    @Command(name = "dashboard", description = "Prints a dashboard for Grafana.", mixinStandardHelpOptions = true)
    static final class Dashboard implements Callable<Integer> {
        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() {
            spec.commandLine().getOut().print(MonitoringFiles.dashboard(Monitor.everything()));
            return 0;
        }
    }
}
