package io.github.jooqeventstore.operations.cli;

import picocli.CommandLine.Command;

/** What concerns connections. */
@Command(
        name = "pool",
        description = "Tells how many connections are needed, and who has them.",
        mixinStandardHelpOptions = true,
        subcommands = {PoolAdvise.class, PoolShow.class})
final class PoolCommand extends CommandGroup {}
