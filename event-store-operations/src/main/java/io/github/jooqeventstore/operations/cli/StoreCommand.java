package io.github.jooqeventstore.operations.cli;

import io.github.jooqeventstore.operations.OperationsDatabase;
import io.github.jooqeventstore.operations.store.StoreState;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What concerns the store as a whole. */
@Command(
        name = "store",
        description = "Tells and checks what is in the store.",
        mixinStandardHelpOptions = true,
        subcommands = {
            StoreCommand.Show.class,
            StoreVerifyCommand.class,
            StoreGapsCommand.class,
            StoreChainCommand.class
        })
final class StoreCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "store: expected a command, found none");
    }

    /** {@code store show}. */
    @Command(
            name = "show",
            description = "Tells the store's identity, its epoch and its head.",
            mixinStandardHelpOptions = true)
    static final class Show implements Callable<Integer> {
        @Mixin
        @SuppressWarnings("NullAway.Init") // picocli sets it
        private ConnectionOptions connection;

        @Mixin
        @SuppressWarnings("NullAway.Init") // picocli sets it
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
