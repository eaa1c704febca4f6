package io.github.jooqeventstore.operations.cli;

import io.github.jooqeventstore.operations.DatabaseTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The command line in a JVM of its own, which can be killed. */
public final class EventStoreProgram implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 120;

    private final Process process;
    private final Path output;

    private EventStoreProgram(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /**
     * Starts it.
     *
     * @param output a file for what it prints and says
     */
    public static EventStoreProgram start(DatabaseTarget target, Path output, String... arguments) throws IOException {
        return start(
                List.of("-XX:TieredStopAtLevel=1"), System.getProperty("java.class.path"), target, output, arguments);
    }

    /**
     * Starts it just as the launcher does.
     *
     * @param jars the class path, all of it jars: see {@link ClassPathJars}
     */
    public static EventStoreProgram asLaunched(
            ClassPathJars jars, DatabaseTarget target, Path output, String... arguments) throws IOException {
        return start(jars.options(), jars.classPath(), target, output, arguments);
    }

    private static EventStoreProgram start(
            List<String> options, String classPath, DatabaseTarget target, Path output, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, Main.class.getName()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().putAll(Cli.environment(target));
        // Of somebody who has pointed psql elsewhere: no program of ours may be led astray by it.
        builder.environment().putAll(Map.of("PGHOST", "nowhere", "PGPORT", "", "PGOPTIONS", "-c nonsense=1"));
        return new EventStoreProgram(builder.start(), output);
    }

    /** {@return its exit code, once it has ended by itself} */
    public int await() throws InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("program: expected to end, found it running and saying " + said());
        }
        return process.exitValue();
    }

    /** Sends it a signal, such as {@code TERM}: that of Ctrl-C is not heard by what a job in the background has started. */
    public void signal(String name) throws IOException, InterruptedException {
        int sent = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .inheritIO()
                .start()
                .waitFor();
        if (sent != 0) {
            throw new AssertionError("kill: expected 0, found " + sent);
        }
    }

    /** {@return the programs that it runs at present} */
    public List<ProcessHandle> programs() {
        return process.descendants().toList();
    }

    /** Ends it as by kill -9. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        await();
    }

    /** {@return what it has printed and said} */
    public String said() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
