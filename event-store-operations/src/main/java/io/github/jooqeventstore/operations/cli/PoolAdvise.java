package io.github.jooqeventstore.operations.cli;

import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsDatabase;
import io.github.jooqeventstore.operations.pool.PoolAdvice;
import io.github.jooqeventstore.operations.pool.PoolQuestion;
import io.github.jooqeventstore.operations.pool.ServerConnections;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pool advise}. */
@Command(
        name = "advise",
        description =
                "Tells how large a pool should be: requests a second times the time that each holds a connection.",
        mixinStandardHelpOptions = true)
final class PoolAdvise implements Callable<Integer> {
    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private Output output;

    @Option(
            names = "--requests",
            paramLabel = "N",
            required = true,
            description = "Requests a second that take a connection, in all instances together.")
    private double requests;

    @Option(
            names = "--held",
            paramLabel = "TIME",
            required = true,
            converter = DurationConverter.class,
            description = "How long each holds a connection, as measured: 10ms.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Duration held;

    @Option(
            names = "--request-time",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "How long the whole request takes. It does not count; the output says why.")
    private @Nullable Duration requestTime;

    @Option(
            names = "--utilisation",
            paramLabel = "SHARE",
            defaultValue = "0.7",
            description = "The share of the connections in use on average: ${DEFAULT-VALUE}.")
    private double utilisation;

    @Option(
            names = "--instances",
            paramLabel = "N",
            defaultValue = "1",
            description = "How many instances share the load: ${DEFAULT-VALUE}.")
    private int instances;

    @Option(names = "--cores", paramLabel = "N", description = "The cores of the server.")
    private @Nullable Integer cores;

    @Option(names = "--max-connections", paramLabel = "N", description = "The server's setting; else it is asked.")
    private @Nullable Integer maxConnections;

    @Option(
            names = "--reserved",
            paramLabel = "N",
            defaultValue = "3",
            description = "Beside --max-connections: reserved for superusers: ${DEFAULT-VALUE}.")
    private int reserved;

    @Option(
            names = "--others",
            paramLabel = "N",
            description = "Connections to leave to others: jobs, monitoring, people. Else those that others have now.")
    private @Nullable Integer others;

    @Option(names = "--threads", paramLabel = "N", defaultValue = "0", description = "Threads of an instance.")
    private int threads;

    @Option(
            names = "--per-thread",
            paramLabel = "N",
            defaultValue = "1",
            description = "Connections that one thread holds at the same time: ${DEFAULT-VALUE}.")
    private int perThread;

    @Option(names = "--pool-size", paramLabel = "N", description = "The size of the pool of an instance at present.")
    private @Nullable Integer poolSize;

    @Override
    public Integer call() {
        PoolAdvice advice = PoolAdvice.of(new PoolQuestion(
                requests, held, requestTime, utilisation, instances, cores, server(), threads, perThread, poolSize));
        var lines = new ArrayList<>(advice.formulas());
        advice.findings().forEach(finding -> lines.add("over budget        " + finding));
        output.result(advice, String.join("\n", lines));
        return advice.findings().isEmpty() ? ExitCode.OK.code() : ExitCode.CHECK_FAILED.code();
    }

    private @Nullable ServerConnections server() {
        if (maxConnections != null) {
            return new ServerConnections(maxConnections, reserved, others == null ? 0 : others, -1);
        }
        if (!connection.isGiven()) {
            return null;
        }
        try (var database = OperationsDatabase.open(connection.target())) {
            ServerConnections live = ServerConnections.read(database);
            return others == null
                    ? live
                    : new ServerConnections(live.maxConnections(), live.reserved(), others, live.limit());
        }
    }
}
