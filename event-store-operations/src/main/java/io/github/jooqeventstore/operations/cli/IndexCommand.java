package io.github.jooqeventstore.operations.cli;

import io.github.jooqeventstore.operations.OperationsDatabase;
import io.github.jooqeventstore.operations.index.Indexes;
import io.github.jooqeventstore.operations.index.LockPatience;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Indexes beside those that the library brings. */
@Command(
        name = "index",
        description = "Advises, builds and drops indexes of your own while programs append.",
        mixinStandardHelpOptions = true,
        subcommands = {IndexAdvise.class, IndexCreate.class, IndexDrop.class})
final class IndexCommand extends CommandGroup {

    /** What the commands have in common. */
    abstract static class Indexing implements Callable<Integer> {
        @Mixin
        private ConnectionOptions connection;

        @Mixin
        Output output;

        @Override
        public Integer call() {
            try (var database = OperationsDatabase.open(connection.target())) {
                return index(new Indexes(database, patience()));
            }
        }

        LockPatience patience() {
            return LockPatience.defaults();
        }

        abstract int index(Indexes indexes);
    }

    /** What those have in common that wait for others. */
    abstract static class Waiting extends Indexing {
        @Option(
                names = "--wait",
                defaultValue = "10m",
                paramLabel = "TIME",
                converter = DurationOption.class,
                description = "How long an attempt waits for transactions that are open: ${DEFAULT-VALUE}. Nobody waits"
                        + " meanwhile.")
        @SuppressWarnings("NullAway.Init") // picocli sets it
        private Duration wait;

        @Option(
                names = "--attempts",
                defaultValue = "3",
                paramLabel = "N",
                description = "How often it is tried: ${DEFAULT-VALUE}.")
        private int attempts;

        @Override
        LockPatience patience() {
            return new LockPatience(wait, attempts);
        }
    }

    static String size(long bytes) {
        return "%.0f kB".formatted(bytes / 1024.0);
    }
}
