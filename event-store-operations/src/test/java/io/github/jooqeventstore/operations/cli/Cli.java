package io.github.jooqeventstore.operations.cli;

import io.github.jooqeventstore.operations.DatabaseTarget;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One call of the command line, in this JVM.
 *
 * @param code the exit code
 * @param out what it printed
 * @param err what it said
 * @param shown both, as a terminal would show them
 */
public record Cli(int code, String out, String err, String shown) {
    /** {@return what became of a call without any database in its environment} */
    public static Cli call(String... arguments) {
        return run(Map.of(), arguments);
    }

    /** {@return what became of a call whose environment leads to the target} */
    public static Cli on(DatabaseTarget target, String... arguments) {
        return run(environment(target), arguments);
    }

    /** {@return the variables of the environment that lead to the target} */
    public static Map<String, String> environment(DatabaseTarget target) {
        Map<String, String> environment = new HashMap<>();
        environment.put(
                "EVENT_STORE_URL",
                "jdbc:postgresql://" + target.host() + ":" + target.port() + "/" + target.database());
        environment.put("EVENT_STORE_USER", target.user());
        if (target.password() != null) {
            environment.put("EVENT_STORE_PASSWORD", target.password());
        }
        return environment;
    }

    private static Cli run(Map<String, String> environment, String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        var shown = new StringWriter();
        int code = Main.run(arguments, environment, writer(out, shown), writer(err, shown));
        return new Cli(code, out.toString(), err.toString(), shown.toString());
    }

    private static PrintWriter writer(Writer one, Writer other) {
        return new PrintWriter(new Both(List.of(one, other)), true);
    }

    /** Writes to each of them. */
    private static final class Both extends Writer {
        private final List<Writer> writers;

        Both(List<Writer> writers) {
            this.writers = writers;
        }

        @Override
        public void write(char[] text, int from, int length) throws java.io.IOException {
            for (Writer writer : writers) {
                writer.write(text, from, length);
            }
        }

        @Override
        public void flush() {
            // They are kept in memory.
        }

        @Override
        public void close() {
            // They are kept in memory.
        }
    }
}
