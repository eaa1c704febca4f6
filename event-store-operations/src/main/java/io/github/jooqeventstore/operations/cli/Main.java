package io.github.jooqeventstore.operations.cli;

import io.github.jooqeventstore.EventStoreException;
import io.github.jooqeventstore.migration.SchemaException;
import io.github.jooqeventstore.operations.DatabaseFailures;
import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Map;
import org.jooq.exception.DataAccessException;
import picocli.CommandLine;

/** The program {@code event-store}. */
public final class Main {
    private Main() {}

    /** Runs a command, and ends the JVM with one of the codes of {@link ExitCode}. */
    public static void main(String[] arguments) {
        var out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        var err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(arguments, System.getenv(), out, err));
    }

    /** {@return the exit code} For a test, which brings an environment and listens. */
    static int run(String[] arguments, Map<String, String> environment, PrintWriter out, PrintWriter err) {
        CommandLine line = new CommandLine(EventStoreCommand.class, new Parts(new Environment(environment)))
                .setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(Main::failed);
        line.setExitCodeExceptionMapper(e -> exitCode(e).code());
        return line.execute(arguments);
    }

    private static int failed(Exception failure, CommandLine line, CommandLine.ParseResult parsed) {
        ExitCode code = exitCode(failure);
        Output.of(line).failure(code, message(failure));
        return code.code();
    }

    // The store says what it could not do; the server, why.
    private static ExitCode ofTheStore(EventStoreException failure) {
        return switch (failure.getCause()) {
            case DataAccessException e -> DatabaseFailures.of("", "", e).exitCode();
            case SQLException e -> DatabaseFailures.of("", "", e).exitCode();
            case null -> ExitCode.CHECK_FAILED;
            default -> ExitCode.CHECK_FAILED;
        };
    }

    private static String message(Exception failure) {
        String message = failure instanceof DataAccessException
                ? DatabaseFailures.of("database", "to answer", failure).getMessage()
                : failure.getMessage();
        if (message == null) {
            return failure.toString();
        }
        // A server's own message goes on with where in the statement it is.
        return failure instanceof EventStoreException
                ? message.lines().findFirst().orElse("")
                : message;
    }

    private static ExitCode exitCode(Throwable failure) {
        return switch (failure) {
            case OperationsException e -> e.exitCode();
            case SchemaException.Unreachable e -> ExitCode.CANNOT_CONNECT;
            case SchemaException.LoginRefused e -> ExitCode.LOGIN_REFUSED;
            case SchemaException.NotAllowed e -> ExitCode.LOGIN_REFUSED;
            case SchemaException.Busy e -> ExitCode.LOCKED;
            case SchemaException.HistoryDiffers e -> ExitCode.INTEGRITY;
            case EventStoreException e -> ofTheStore(e);
            case DataAccessException e -> DatabaseFailures.of("", "", e).exitCode();
            case CommandLine.ParameterException e -> ExitCode.USAGE;
            default -> ExitCode.CHECK_FAILED;
        };
    }
}
