package io.github.jooqeventstore.operations.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Backups: taken, listed and verified. */
@Command(
        name = "backup",
        description = "Takes, lists and verifies backups.",
        mixinStandardHelpOptions = true,
        subcommands = {BackupBaseCommand.class, BackupWalCommand.class})
final class BackupCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "backup: expected a command, found none");
    }
}
