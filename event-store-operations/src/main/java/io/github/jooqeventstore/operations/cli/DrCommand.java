package io.github.jooqeventstore.operations.cli;

import picocli.CommandLine.Command;

/** What concerns the loss of a server. */
@Command(
        name = "dr",
        description = "Rehearses the loss of a server.",
        mixinStandardHelpOptions = true,
        subcommands = DrillCommand.class)
final class DrCommand extends CommandGroup {}
