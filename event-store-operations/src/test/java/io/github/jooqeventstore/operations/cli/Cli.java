package io.github.jooqeventstore.operations.cli;

import io.github.jooqeventstore.operations.DatabaseTarget;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.Map;

/**
 * One call of the command line, in this JVM.
 *
 * @param code the exit code
 * @param out what it printed
 * @param err what it said
 */
public record Cli(int code, String out, String err) {
    /** {@return what became of a call without any database in its environment} */
    public static Cli call(String... arguments) {
        return run(Map.of(), arguments);
    }

    /** {@return what became of a call whose environment leads to the target} */
    public static Cli on(DatabaseTarget target, String... arguments) {
        Map<String, String> environment = new HashMap<>();
        environment.put(
                "EVENT_STORE_URL",
                "jdbc:postgresql://" + target.host() + ":" + target.port() + "/" + target.database());
        environment.put("EVENT_STORE_USER", target.user());
        if (target.password() != null) {
            environment.put("EVENT_STORE_PASSWORD", target.password());
        }
        return run(environment, arguments);
    }

    private static Cli run(Map<String, String> environment, String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        int code = Main.run(arguments, environment, new PrintWriter(out, true), new PrintWriter(err, true));
        return new Cli(code, out.toString(), err.toString());
    }
}
