package io.github.jooqeventstore.operations.cli;

import io.github.jooqeventstore.operations.DatabaseTarget;
import io.github.jooqeventstore.operations.health.Health;
import io.github.jooqeventstore.operations.health.HealthLimits;
import io.github.jooqeventstore.operations.health.HealthReport;
import io.github.jooqeventstore.operations.health.HealthServer;
import java.net.InetSocketAddress;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Whether all is well. */
@Command(
        name = "health",
        description = "Tells whether the store is alive, ready and sound.",
        mixinStandardHelpOptions = true,
        subcommands = {
            HealthCommand.Live.class,
            HealthCommand.Ready.class,
            HealthCommand.Deep.class,
            HealthCommand.Serve.class
        })
final class HealthCommand extends CommandGroup {
    /** What the probes have in common. */
    abstract static class Asking implements Callable<Integer> {
        @Mixin
        ConnectionOptions connection;

        @Mixin
        Output output;

        Health health() {
            DatabaseTarget target = connection.target();
            return Health.of(target.dataSource()).schema(target.schema());
        }

        int told(HealthReport report) {
            output.result(report, text(report));
            return report.exitCode().code();
        }

        private static String text(HealthReport report) {
            return report.checks().stream()
                    .map(check -> "%n  %-7s %-15s  %s".formatted(check.status(), check.name(), check.finding()))
                    .collect(Collectors.joining(
                            "",
                            report.probe() + ": " + (report.healthy() ? "yes" : "no") + ", in " + report.millis()
                                    + " ms",
                            ""));
        }
    }

    /** {@code health live}. */
    @Command(
            name = "live",
            description = "Tells whether this program can run at all; touches no database.",
            mixinStandardHelpOptions = true)
    static final class Live extends Asking {
        @Override
        public Integer call() {
            return told(Health.of(new org.postgresql.ds.PGSimpleDataSource()).live());
        }
    }

    /** {@code health ready}. */
    @Command(
            name = "ready",
            description = "Tells within a second whether an append would be taken now.",
            mixinStandardHelpOptions = true)
    static final class Ready extends Asking {
        @Override
        public Integer call() {
            return told(health().ready());
        }
    }

    /** {@code health deep}. */
    @Command(
            name = "deep",
            description = "Looks for what is wrong though appends are taken.",
            mixinStandardHelpOptions = true)
    static final class Deep extends Asking {
        @Option(
                names = "--free-disk",
                paramLabel = "PERCENT",
                defaultValue = "10",
                description = "How much of the disk must be free: ${DEFAULT-VALUE} unless given.")
        private int freeDisk;

        @Override
        public Integer call() {
            return told(health().limits(HealthLimits.defaults().freeDisk(freeDisk / 100.0))
                    .deep());
        }
    }

    /** {@code health serve}. */
    @Command(
            name = "serve",
            description = "Answers /live, /ready and /deep over HTTP until it is ended.",
            mixinStandardHelpOptions = true)
    static final class Serve extends Asking {
        @Option(
                names = "--port",
                defaultValue = "8085",
                description = "The port: ${DEFAULT-VALUE} unless given; 0: any.")
        private int port;

        @Option(
                names = "--address",
                defaultValue = "127.0.0.1",
                description = "The address to listen at: ${DEFAULT-VALUE} unless given. There is no login: mind who"
                        + " reaches it.")
        @SuppressWarnings("NullAway.Init") // picocli sets it
        private String address;

        @Override
        public Integer call() {
            try (HealthServer server = HealthServer.start(health(), new InetSocketAddress(address, port))) {
                output.note(
                        "answers at http://" + address + ":" + server.address().getPort() + "/live, /ready and /deep");
                new CountDownLatch(1).await();
                return 0;
            } catch (InterruptedException e) {
                // That is how it is ended.
                return 0;
            }
        }
    }
}
