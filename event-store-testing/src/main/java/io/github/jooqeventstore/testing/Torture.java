package io.github.jooqeventstore.testing;

import io.github.jooqeventstore.migration.SchemaException;
import io.github.jooqeventstore.postgres.PostgresServerException;
import java.io.PrintStream;
import java.sql.SQLException;
import java.util.Map;

/**
 * Proves on a PostgreSQL that no reader misses an event, sees one twice or sees a stream out of order, while writers,
 * connections and the server are made to fail.
 *
 * <p>A program: {@code java -jar torture.jar --help} tells its options and exit codes. Given a URL it works in a schema of its
 * own, which it drops at the end; else it starts a PostgreSQL of its own, which it also kills.
 */
public final class Torture {

    private Torture() {}

    /** Runs the program, and ends the JVM with one of the exit codes that {@code --help} tells. */
    public static void main(String[] arguments) {
        System.exit(run(arguments, System.getenv(), System.out, System.err).code());
    }

    static ExitCode run(String[] arguments, Map<String, String> environment, PrintStream out, PrintStream err) {
        if (CommandLine.asksForHelp(arguments)) {
            out.print(CommandLine.HELP);
            return ExitCode.PASSED;
        }
        try {
            TortureOptions options = CommandLine.parse(arguments, environment);
            err.println("torture: " + options);
            return run(options, out);
        } catch (UsageException e) {
            err.println("torture: " + e.getMessage());
            return ExitCode.USAGE;
        } catch (PostgresServerException | SchemaException e) {
            err.println("torture: " + e.getMessage());
            return ExitCode.NO_DATABASE;
        } catch (SQLException | RuntimeException | Error e) {
            err.println("torture: failed");
            e.printStackTrace(err);
            return ExitCode.FAILED;
        }
    }

    private static ExitCode run(TortureOptions options, PrintStream out) throws SQLException {
        try (EarlyEnd early = options.url() == null ? EarlyEnd.never() : EarlyEnd.listen()) {
            Report report = TortureRun.run(options, early);
            out.print(report);
            out.flush();
            return report.findings().exitCode(options.enough());
        }
    }
}
