package io.github.jooqeventstore.operations.cli;

import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsException;
import io.github.jooqeventstore.operations.pool.PoolQuestion;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What the pools are to bear, as far as it is known. */
final class LoadOptions {
    private static final double UTILISATION = 0.7;

    @Option(names = "--requests", paramLabel = "N", description = "Requests a second, in all instances together.")
    private @Nullable Double requests;

    @Option(
            names = "--held",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "How long each holds a connection, as measured: 10ms.")
    private @Nullable Duration held;

    @Option(
            names = "--instances",
            paramLabel = "N",
            defaultValue = "1",
            description = "How many instances share the load: ${DEFAULT-VALUE}.")
    private int instances;

    @Option(names = "--pool-size", paramLabel = "N", description = "The size of the pool of an instance.")
    private @Nullable Integer poolSize;

    /** {@return the question, or null where nothing was said} */
    @Nullable
    PoolQuestion question(@Nullable Integer cores) {
        if (requests == null && held == null) {
            return null;
        }
        if (requests == null || held == null) {
            throw new OperationsException(
                    ExitCode.USAGE, "--requests and --held: expected both or none, found one of them");
        }
        return new PoolQuestion(requests, held, null, UTILISATION, instances, cores, null, 0, 1, poolSize);
    }
}
