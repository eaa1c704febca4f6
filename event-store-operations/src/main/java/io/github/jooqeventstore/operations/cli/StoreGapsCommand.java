package io.github.jooqeventstore.operations.cli;

import io.github.jooqeventstore.operations.store.PositionGaps;
import io.github.jooqeventstore.operations.store.StoreVerification;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code store gaps}. */
@Command(
        name = "gaps",
        description = "Shows which positions are missing, longest first, and why, as far as the server still knows.",
        mixinStandardHelpOptions = true)
final class StoreGapsCommand implements Callable<Integer> {
    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private Output output;

    @Override
    public Integer call() {
        PositionGaps gaps = StoreVerification.gaps(connection.target());
        output.result(gaps, StoreTexts.gaps(gaps));
        return 0;
    }
}
