package io.github.jooqeventstore.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Another process of this program, which is killed and started again. */
final class ChildProcess implements AutoCloseable {

    private final Class<?> main;
    private final List<String> arguments;
    private final Supplier<Address> address;
    private @Nullable Process process;

    ChildProcess(Class<?> main, List<String> arguments, Supplier<Address> address) {
        this.main = main;
        this.arguments = List.copyOf(arguments);
        this.address = address;
    }

    /** Kills it as {@code kill -9} does, and starts another one where the server is now. */
    synchronized void restart() {
        kill();
        try {
            process = start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether it has ended by itself, which it never should. */
    synchronized boolean hasEnded() {
        return process != null && !process.isAlive();
    }

    /** Kills it, and waits until it is gone. */
    synchronized void end() {
        kill();
        process = null;
    }

    @Override
    public void close() {
        end();
    }

    private void kill() {
        if (process != null) {
            process.destroyForcibly().onExit().join();
        }
    }

    /** A small and quick JVM: it does not live long. It ends by itself when its input does. */
    private Process start() throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-Dorg.jooq.no-logo=true",
                "-Dorg.jooq.no-tips=true",
                "-classpath",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(address.get().environment());
        return builder.start();
    }
}
