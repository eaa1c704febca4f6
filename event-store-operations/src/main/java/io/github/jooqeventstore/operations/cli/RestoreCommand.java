package io.github.jooqeventstore.operations.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Restores: beside what is there, never in its place. */
@Command(
        name = "restore",
        description = "Restores backups, beside what is there.",
        mixinStandardHelpOptions = true,
        subcommands = {
            RestorePitrCommand.class,
            RestorePitrCommand.Move.class,
            RestorePitrCommand.Accept.class,
        })
final class RestoreCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "restore: expected a command, found none");
    }
}
