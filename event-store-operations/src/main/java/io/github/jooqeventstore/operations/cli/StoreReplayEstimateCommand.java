package io.github.jooqeventstore.operations.cli;

import io.github.jooqeventstore.operations.DatabaseTarget;
import io.github.jooqeventstore.operations.store.ReplayEstimate;
import io.github.jooqeventstore.operations.store.ReplayEstimation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code store replay-estimate}. */
@Command(
        name = "replay-estimate",
        description = "Estimates how long it takes to read all events again, for a rebuild, from a sample.",
        mixinStandardHelpOptions = true)
final class StoreReplayEstimateCommand implements Callable<Integer> {
    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private Output output;

    @Parameters(
            arity = "0..1",
            paramLabel = "NAME",
            description = "A subscription or projection, in whose number of partitions is read.")
    private @Nullable String name;

    @Option(
            names = "--types",
            paramLabel = "TYPE",
            split = ",",
            description = "The types of events that it is handed; all unless given. What it is handed is known to its"
                    + " program alone.")
    private List<String> types = new ArrayList<>();

    @Option(
            names = "--partitions",
            paramLabel = "NUMBER",
            description = "In so many partitions; those of NAME, or 1, unless given.")
    private @Nullable Integer partitions;

    @Option(
            names = "--handler",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "How long the handler takes for an event, such as 2ms.")
    private @Nullable Duration handler;

    @Option(
            names = "--sample",
            paramLabel = "EVENTS",
            defaultValue = "100000",
            description = "Read about so many events at most: ${DEFAULT-VALUE} unless given.")
    private long events;

    @Option(
            names = "--for",
            paramLabel = "TIME",
            defaultValue = "10s",
            converter = DurationConverter.class,
            description = "Read about so long at most: ${DEFAULT-VALUE} unless given.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Duration time;

    @Override
    public Integer call() {
        DatabaseTarget target = connection.target();
        ReplayEstimate estimate = ReplayEstimation.measure(
                target,
                new ReplayEstimation.Options(types, partitions(target), handler, events, time),
                output.progress());
        output.result(estimate, LagTexts.estimate(estimate));
        return 0;
    }

    private int partitions(DatabaseTarget target) {
        int begun = name == null ? 1 : ReplayEstimation.partitions(target, name);
        return partitions == null ? begun : partitions;
    }
}
