package io.github.jooqeventstore.example;

import io.github.jooqeventstore.postgres.PostgresOptions;
import io.github.jooqeventstore.postgres.PostgresOptions.Mode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/** The program in a JVM of its own, to be killed. */
final class ImportProgram implements AutoCloseable {

    private final Process process;

    private ImportProgram(Process process) {
        this.process = process;
    }

    /** {@return the exit code of the program, run to its end in this JVM} */
    static int run(
            Path repository, PGSimpleDataSource database, @Nullable String file, PrintStream out, PrintStream err) {
        PostgresOptions postgres = PostgresOptions.defaults()
                .mode(Mode.URL)
                .url(database.getURL())
                .user(database.getUser())
                .password(database.getPassword());
        return ImportGitHistory.run(() -> new Settings(repository, repository, file, postgres), out, err);
    }

    static ImportProgram start(Path repository, PGSimpleDataSource database) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-classpath",
                System.getProperty("java.class.path"),
                "-Drepository=" + repository,
                "-Deventstore.postgres.url=" + database.getURL(),
                "-Deventstore.postgres.user=" + database.getUser(),
                "-Deventstore.postgres.password=" + database.getPassword(),
                ImportGitHistory.class.getName()));
        return new ImportProgram(new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    boolean isRunning() {
        return process.isAlive();
    }

    /** Kills it, as by {@code kill -9}. */
    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
