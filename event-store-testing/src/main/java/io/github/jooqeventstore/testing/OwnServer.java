package io.github.jooqeventstore.testing;

import io.github.jooqeventstore.postgres.PostgresOptions;
import io.github.jooqeventstore.postgres.PostgresServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL of the program's own, which may be killed and is started again on the same data.
 *
 * <p>It is an embedded one: a container's processes are out of reach.
 */
final class OwnServer implements Target {

    private final PostgresOptions options;
    private final Path folder;
    private final String schema;
    private final Thread hook = new Thread(this::stop, "torture-stop");
    private volatile PostgresServer server;

    private OwnServer(PostgresOptions options, Path folder, String schema, PostgresServer server) {
        this.options = options;
        this.folder = folder;
        this.schema = schema;
        this.server = server;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    static OwnServer start(@Nullable String version, String schema) {
        try {
            return start(Files.createTempDirectory("event-store-torture-"), version, schema);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static OwnServer start(Path folder, @Nullable String version, String schema) {
        PostgresOptions options = options(version, folder);
        try {
            return new OwnServer(options, folder, schema, PostgresServer.start(options));
        } catch (RuntimeException e) {
            delete(folder);
            throw e;
        }
    }

    private static PostgresOptions options(@Nullable String version, Path folder) {
        return PostgresOptions.defaults()
                .mode(PostgresOptions.Mode.EMBEDDED)
                .version(version)
                .dataFolder(folder)
                .setting("max_prepared_transactions", "64")
                .setting("track_commit_timestamp", "on")
                // Processes are killed, the machine is not: what was written stays written.
                .setting("fsync", "off");
    }

    @Override
    public Address address() {
        PostgresServer now = server;
        return new Address(now.jdbcUrl(), now.user(), now.password(), schema);
    }

    /** Kills the process behind a connection as {@code kill -9} does; the server then ends all others and recovers. */
    void crashBackend() throws SQLException {
        try (Connection connection = address().connect(Address.Role.FAULT)) {
            process(connection).destroyForcibly();
        }
    }

    /** Kills the server's first process, and starts the server again on what it left. */
    synchronized void killServer() throws SQLException {
        try (Connection connection = address().connect(Address.Role.FAULT)) {
            ProcessHandle first = process(connection).parent().orElseThrow();
            first.destroyForcibly();
        }
        server.close();
        server = PostgresServer.start(options);
    }

    @Override
    public void close() {
        stop();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM ends, and the hook is at work.
        }
    }

    private synchronized void stop() {
        server.close();
        delete(folder);
    }

    private static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : (Iterable<Path>) paths.sorted(Comparator.reverseOrder())::iterator) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ProcessHandle process(Connection connection) {
        Integer pid = address()
                .dsl(connection)
                .select(DSL.function("pg_backend_pid", SQLDataType.INTEGER))
                .fetchSingle()
                .value1();
        return ProcessHandle.of(pid).orElseThrow();
    }
}
