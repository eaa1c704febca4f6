package io.github.jooqeventstore.operations.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What concerns connections. */
@Command(
        name = "pool",
        description = "Tells how many connections are needed, and who has them.",
        mixinStandardHelpOptions = true,
        subcommands = {PoolAdvise.class, PoolShow.class})
final class PoolCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "pool: expected a command, found none");
    }
}
