package io.github.jooqeventstore.operations.cli;

import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsException;
import io.github.jooqeventstore.operations.store.StoreReport;
import io.github.jooqeventstore.operations.store.StoreVerification;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code store verify}. */
@Command(
        name = "verify",
        description = {
            "Looks whether streams, heads, positions, checkpoints and guards are what they should be.",
            "Reads only, in one moment of the database, with the rights of the reader role."
        },
        mixinStandardHelpOptions = true)
final class StoreVerifyCommand implements Callable<Integer> {
    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private Output output;

    @Option(names = "--chain", paramLabel = "FILE", description = "Compare each event with a chain of store chain.")
    private @Nullable Path chain;

    @Option(
            names = "--link",
            paramLabel = "DIGEST",
            description = "The last link of the chain, as it was noted elsewhere.")
    private @Nullable String link;

    @Option(names = "--strict", description = "A gap of positions that nothing explains is a finding.")
    private boolean strict;

    @Override
    public Integer call() {
        if (link != null && chain == null) {
            throw new OperationsException(ExitCode.USAGE, "--link: expected --chain beside it, found none");
        }
        StoreReport report = StoreVerification.run(
                connection.target(), new StoreVerification.Options(chain, link, strict), output.progress());
        output.result(report, StoreTexts.report(report));
        return report.exitCode().code();
    }
}
