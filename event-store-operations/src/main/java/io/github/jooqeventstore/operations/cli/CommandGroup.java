package io.github.jooqeventstore.operations.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that does nothing by itself: one of those below it must be named. */
abstract class CommandGroup implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public final void run() {
        String name = spec.qualifiedName(" ").replaceFirst("^\\S+ ?", "");
        throw new ParameterException(
                spec.commandLine(), (name.isEmpty() ? "" : name + ": ") + "expected a command, found none");
    }
}
