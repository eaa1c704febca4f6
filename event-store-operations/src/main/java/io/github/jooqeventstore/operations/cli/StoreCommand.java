package io.github.jooqeventstore.operations.cli;

import io.github.jooqeventstore.operations.OperationsDatabase;
import io.github.jooqeventstore.operations.store.StoreState;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What concerns the store as a whole. */
@Command(
        name = "store",
        description = "Tells and checks what is in the store.",
        mixinStandardHelpOptions = true,
        subcommands = {
            StoreCommand.Show.class,
            StoreVerifyCommand.class,
            StoreGapsCommand.class,
            StoreChainCommand.class,
            StoreLagCommand.class,
            StoreReplayEstimateCommand.class
        })
final class StoreCommand extends CommandGroup {
    /** {@code store show}. */
    @Command(
            name = "show",
            description = "Tells the store's identity, its epoch and its head.",
            mixinStandardHelpOptions = true)
    static final class Show implements Callable<Integer> {
        @Mixin
        private ConnectionOptions connection;

        @Mixin
        private Output output;

        @Override
        public Integer call() {
            try (var database = OperationsDatabase.open(connection.target())) {
                StoreState state = StoreState.read(database);
                output.result(state, """
                        store           %s
                        epoch           %d
                        schema version  %d
                        head position   %d""".formatted(
                                state.storeId(), state.epoch(), state.schemaVersion(), state.headPosition()));
                return 0;
            }
        }
    }
}
