package io.github.jooqeventstore.operations;

import io.github.jooqeventstore.migration.SchemaMigrations;
import io.github.jooqeventstore.postgres.PostgresOptions;
import io.github.jooqeventstore.postgres.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;

/** A server of a test's own with a migrated store: one that may be killed, stopped and set as the test likes. */
public final class OwnServer implements AutoCloseable {
    private final Path folder;
    private final PostgresOptions options;
    private PostgresServer server;

    private OwnServer(Path folder, Map<String, String> settings) {
        this.folder = folder;
        this.options = PostgresOptions.fromSystemProperties()
                .mode(PostgresOptions.Mode.EMBEDDED)
                .dataFolder(folder)
                .settings(settings);
        this.server = PostgresServer.start(options);
    }

    /** {@return a new server, migrated} */
    public static OwnServer in(Path folder, Map<String, String> settings) {
        OwnServer server = new OwnServer(folder, settings);
        SchemaMigrations.of(server.target().dataSource()).migrate();
        return server;
    }

    /** {@return a streaming standby of a server, which is stopped for as long as its files are copied} */
    public static OwnServer standbyOf(OwnServer primary, Path folder) throws IOException, InterruptedException {
        primary.server.close();
        int copied = new ProcessBuilder("cp", "-a", primary.folder + "/.", folder.toString())
                .inheritIO()
                .start()
                .waitFor();
        if (copied != 0) {
            throw new IOException("cp: expected 0, found " + copied);
        }
        Files.createFile(folder.resolve("data/standby.signal"));
        primary.server = PostgresServer.start(primary.options);
        DatabaseTarget at = primary.target();
        return new OwnServer(
                folder,
                Map.of(
                        "primary_conninfo",
                        "host=127.0.0.1 port=%d user=%s password=%s".formatted(at.port(), at.user(), at.password()),
                        "fsync",
                        "off"));
    }

    /** {@return its maintenance database, in which the store is} */
    public DatabaseTarget target() {
        return DatabaseTarget.of(server.jdbcUrl(), server.user(), server.password());
    }

    /** {@return jOOQ on new connections} */
    public DSLContext dsl() {
        return DSL.using(target().dataSource(), SQLDialect.POSTGRES);
    }

    /** Stops it and starts it again, with whatever its files say by now. */
    public void restart() {
        server.close();
        server = PostgresServer.start(options);
    }

    /** Stops it and starts it as one that waits for a primary's log. */
    public void restartInRecovery() throws IOException {
        server.close();
        Files.createFile(folder.resolve("data/standby.signal"));
        server = PostgresServer.start(options);
    }

    /** Sends a signal, such as {@code KILL}, to the server and to all of its processes at once. */
    public void signal(String name) throws IOException, InterruptedException {
        long postmaster;
        try (Stream<String> lines = Files.lines(folder.resolve("data/postmaster.pid"))) {
            postmaster = Long.parseLong(lines.findFirst().orElseThrow().strip());
        }
        List<String> pids = Stream.concat(
                        Stream.of(postmaster),
                        ProcessHandle.of(postmaster).orElseThrow().children().map(ProcessHandle::pid))
                .map(String::valueOf)
                .toList();
        List<String> command =
                Stream.concat(Stream.of("kill", "-" + name), pids.stream()).toList();
        // A child that has just ended makes kill complain, and is no error.
        new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    @Override
    public void close() {
        server.close();
    }
}
