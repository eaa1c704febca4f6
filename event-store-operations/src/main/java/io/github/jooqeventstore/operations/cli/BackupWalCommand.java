package io.github.jooqeventstore.operations.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The archive of the log. */
@Command(
        name = "wal",
        description = "Sets up and watches the archive of the write-ahead log.",
        mixinStandardHelpOptions = true)
final class BackupWalCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "backup wal: expected a command, found none");
    }
}
