package io.github.jooqeventstore.operations.cli;

import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A command that destroys shows its plan, and does nothing until it is told twice: {@code --execute} and the name of the target. */
final class DestructiveOptions {
    @Option(names = "--execute", description = "Do it: without this the plan is shown and nothing happens.")
    private boolean execute;

    @Option(
            names = "--confirm",
            paramLabel = "NAME",
            description = "The name of what is destroyed, in full; asked for on a terminal when it is not given.")
    private @Nullable String confirm;

    /**
     * {@return whether to do it; false: show the plan only}
     *
     * @param name of the target, to be typed by whoever wants it done
     * @throws OperationsException with {@link ExitCode#REFUSED} when the name was not given, or is another one
     */
    boolean confirmed(String name) {
        if (!execute) {
            return false;
        }
        String typed = confirm == null ? asked(name) : confirm;
        if (!name.equals(typed)) {
            throw new OperationsException(
                    ExitCode.REFUSED,
                    "confirmation: expected --confirm " + name + ", found " + (typed == null ? "none" : "another name")
                            + "; nothing was done");
        }
        return true;
    }

    private static @Nullable String asked(String name) {
        var console = Terminal.console();
        return console == null ? null : console.readLine("Type %s to go on: ", name);
    }
}
