package io.github.jooqeventstore.operations.cli;

import java.io.Console;
import org.jspecify.annotations.Nullable;

/** The terminal that the program runs on, if it runs on one. */
final class Terminal {
    private Terminal() {}

    /** {@return the console, or null where input or output is a file, a pipe or nothing} */
    @SuppressWarnings("SystemConsoleNull") // that is the case before Java 22
    static @Nullable Console console() {
        Console console = System.console();
        return console != null && isTerminal(console) ? console : null;
    }

    // From Java 22 on there is a console in any case, and a method that tells; before, there is one on a terminal
    // alone.
    private static boolean isTerminal(Console console) {
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }
}
