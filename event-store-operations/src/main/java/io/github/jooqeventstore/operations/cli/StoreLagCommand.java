package io.github.jooqeventstore.operations.cli;

import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsDatabase;
import io.github.jooqeventstore.operations.store.PartitionLag;
import io.github.jooqeventstore.operations.store.PartitionLag.Standing;
import io.github.jooqeventstore.operations.store.SubscriptionLag;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code store lag}. */
@Command(
        name = "lag",
        description = "Shows how far each subscription and projection is behind, those that stand still first.",
        mixinStandardHelpOptions = true)
final class StoreLagCommand implements Callable<Integer> {
    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private Output output;

    @Option(
            names = "--max",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "End with 1 also when one is behind for longer, such as 30s or 5m.")
    private @Nullable Duration max;

    @Override
    public Integer call() {
        try (var database = OperationsDatabase.open(connection.target())) {
            SubscriptionLag lag = SubscriptionLag.read(database);
            output.result(lag, LagTexts.lag(lag));
            ExitCode code = lag.exitCode();
            return (code == ExitCode.OK && lag.partitions().stream().anyMatch(this::isTooLate)
                            ? ExitCode.CHECK_FAILED
                            : code)
                    .code();
        }
    }

    private boolean isTooLate(PartitionLag partition) {
        return max != null
                && partition.standing() != Standing.RETIRED
                && partition.seconds() > max.toMillis() / 1_000.0;
    }
}
