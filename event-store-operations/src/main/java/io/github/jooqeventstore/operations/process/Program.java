package io.github.jooqeventstore.operations.process;

import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A program to run, with an environment of its own: no {@code PG…} variable of ours reaches it, nor a language. A value.
 *
 * @param command the program and its arguments; never a password
 * @param environment variables set for it beside the inherited ones
 * @param folder where it runs; null: where this program does
 * @param standardOutput a file for its standard output; null: it is kept in memory
 * @param patience how long it may take; null: for ever
 */
public record Program(
        List<String> command,
        Map<String, String> environment,
        @Nullable Path folder,
        @Nullable Path standardOutput,
        @Nullable Duration patience) {
    private static final int KEPT_BYTES = 1 << 20;
    private static final Duration LAST_WORDS = Duration.ofSeconds(10);

    /** Copies. */
    public Program {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    /** {@return the program at the path, without arguments} */
    public static Program at(Path path) {
        return new Program(List.of(path.toString()), Map.of(), null, null, null);
    }

    /** {@return the same with more arguments} */
    public Program arguments(String... arguments) {
        return arguments(List.of(arguments));
    }

    /** {@return the same with more arguments} */
    public Program arguments(List<String> arguments) {
        List<String> all = new ArrayList<>(command);
        all.addAll(arguments);
        return new Program(all, environment, folder, standardOutput, patience);
    }

    /** {@return the same with these variables alone} */
    public Program environment(Map<String, String> variables) {
        return new Program(command, variables, folder, standardOutput, patience);
    }

    /** {@return the same, run in another folder} */
    public Program in(Path other) {
        return new Program(command, environment, other, standardOutput, patience);
    }

    /** {@return the same with its standard output in a file} */
    public Program outputTo(Path file) {
        return new Program(command, environment, folder, file, patience);
    }

    /** {@return the same, stopped when it takes longer} */
    public Program atMost(Duration time) {
        return new Program(command, environment, folder, standardOutput, time);
    }

    /**
     * Starts it and leaves it to the caller. It is stopped, too, when this JVM ends.
     *
     * @throws OperationsException with {@link ExitCode#PROGRAM_MISSING} when it cannot be started
     */
    public Process start() {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment()
                .keySet()
                .removeIf(name -> name.startsWith("PG") || name.startsWith("LC_") || name.startsWith("EVENT_STORE_"));
        builder.environment().put("LC_ALL", "C");
        builder.environment().putAll(environment);
        if (folder != null) {
            builder.directory(folder.toFile());
        }
        if (standardOutput != null) {
            builder.redirectOutput(standardOutput.toFile());
        }
        try {
            Process process = builder.start();
            RunningPrograms.add(process);
            process.getOutputStream().close();
            return process;
        } catch (IOException e) {
            throw new OperationsException(
                    ExitCode.PROGRAM_MISSING, command.getFirst() + ": expected to run it, found " + e.getMessage(), e);
        }
    }

    /**
     * {@return how it ended}
     *
     * @throws OperationsException with {@link ExitCode#PROGRAM_MISSING} when it cannot be started, with {@link
     *     ExitCode#LOCKED} when it took too long and was stopped
     */
    public ProgramRun run() {
        Process process = start();
        var output = standardOutput == null ? read(process.getInputStream()) : CompletableFuture.completedFuture("");
        var errors = read(process.getErrorStream());
        try {
            if (patience == null) {
                process.waitFor();
            } else if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                RunningPrograms.stop(process);
                throw new OperationsException(
                        ExitCode.LOCKED,
                        command.getFirst() + ": expected to end within " + patience.toSeconds()
                                + " seconds, found it still running, and stopped it");
            }
            // A server that it has started keeps the pipe open for ever.
            return new ProgramRun(process.exitValue(), got(output), got(errors));
        } catch (InterruptedException e) {
            RunningPrograms.stop(process);
            Thread.currentThread().interrupt();
            throw new OperationsException(ExitCode.PARTIAL, command.getFirst() + ": interrupted and stopped", e);
        } finally {
            RunningPrograms.remove(process);
        }
    }

    private static String got(CompletableFuture<String> text) throws InterruptedException {
        try {
            return text.get(LAST_WORDS.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | java.util.concurrent.TimeoutException e) {
            return "";
        }
    }

    // The end alone is kept: a program that complains about every row must not fill the memory.
    private static CompletableFuture<String> read(InputStream stream) {
        var text = new CompletableFuture<String>();
        Thread.ofVirtual().start(() -> {
            try (stream) {
                var kept = new ByteArrayOutputStream();
                byte[] buffer = new byte[8192];
                for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
                    if (kept.size() + n > KEPT_BYTES) {
                        kept.reset();
                    }
                    kept.write(buffer, 0, n);
                }
                text.complete(kept.toString(StandardCharsets.UTF_8));
            } catch (IOException | UncheckedIOException e) {
                text.complete("");
            }
        });
        return text;
    }
}
