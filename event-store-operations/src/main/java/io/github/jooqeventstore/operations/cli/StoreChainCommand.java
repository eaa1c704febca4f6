package io.github.jooqeventstore.operations.cli;

import io.github.jooqeventstore.operations.store.EventChain;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code store chain}. */
@Command(
        name = "chain",
        description = {
            "Writes a chain of digests over the events into a file, or goes on with one that is there.",
            "Keep it where whoever can change the database cannot write."
        },
        mixinStandardHelpOptions = true)
final class StoreChainCommand implements Callable<Integer> {
    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private Output output;

    @Option(names = "--file", required = true, paramLabel = "FILE", description = "The file of the chain.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path file;

    @Override
    public Integer call() {
        EventChain.Extended extended = EventChain.extend(connection.target(), file, output.progress());
        output.result(extended, """
                added     %d events
                covers    %d events through position %d
                link      %s""".formatted(
                        extended.added(),
                        extended.state().events(),
                        extended.state().through(),
                        extended.state().link()));
        return 0;
    }
}
