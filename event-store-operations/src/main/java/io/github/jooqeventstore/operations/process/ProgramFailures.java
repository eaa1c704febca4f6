package io.github.jooqeventstore.operations.process;

import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsException;
import java.util.List;
import java.util.Locale;

/** What it means that a program of PostgreSQL's has failed: its exit code is 1 whatever happened, its words say more. */
public final class ProgramFailures {
    private record Sign(String words, ExitCode code) {}

    private static final List<Sign> SIGNS = List.of(
            new Sign("no space left on device", ExitCode.NO_SPACE),
            new Sign("disk quota exceeded", ExitCode.NO_SPACE),
            new Sign("authentication failed", ExitCode.LOGIN_REFUSED),
            new Sign("no password supplied", ExitCode.LOGIN_REFUSED),
            new Sign("permission denied", ExitCode.LOGIN_REFUSED),
            new Sign("server version mismatch", ExitCode.PROGRAM_MISSING),
            new Sign("unsupported version", ExitCode.PROGRAM_MISSING),
            new Sign("could not connect", ExitCode.CANNOT_CONNECT),
            new Sign("connection to server", ExitCode.CANNOT_CONNECT),
            new Sign("server closed the connection", ExitCode.CANNOT_CONNECT),
            new Sign("terminating connection", ExitCode.CANNOT_CONNECT),
            new Sign("could not receive data", ExitCode.CANNOT_CONNECT),
            new Sign("canceling statement", ExitCode.LOCKED),
            new Sign("could not read from input file", ExitCode.INTEGRITY),
            new Sign("does not appear to be a valid archive", ExitCode.INTEGRITY));

    private ProgramFailures() {}

    /**
     * {@return the failure}
     *
     * @param name the program
     * @param expectation what it should have done
     * @param run how it ended, with another code than 0
     */
    public static OperationsException of(String name, String expectation, ProgramRun run) {
        String said = run.errors().toLowerCase(Locale.ROOT);
        ExitCode code = SIGNS.stream()
                .filter(sign -> said.contains(sign.words()))
                .map(Sign::code)
                .findFirst()
                .orElse(ExitCode.CHECK_FAILED);
        return new OperationsException(code, name + ": expected " + expectation + ", found " + message(run));
    }

    // What follows the error may quote rows.
    private static String message(ProgramRun run) {
        return run.errors()
                .lines()
                .filter(line -> line.contains("error:") || line.contains("FATAL:"))
                .findFirst()
                .orElse("exit code " + run.exitValue() + ", " + run.lastWord());
    }
}
