package io.github.jooqeventstore;

import io.github.jooqeventstore.migration.SchemaMigrations;
import io.github.jooqeventstore.postgres.PostgresOptions;
import io.github.jooqeventstore.postgres.PostgresServer;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import javax.sql.DataSource;
import org.jooq.ConnectionProvider;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** A server of a test's own that dies and is started again, with the event store's tables and its data in a folder. */
final class MortalServer implements AutoCloseable {

    private final Path folder;
    private final PostgresOptions options;
    private volatile PostgresServer server;

    private MortalServer(Path folder, PostgresOptions options) {
        this.folder = folder;
        this.options = options;
        this.server = PostgresServer.start(options);
    }

    static MortalServer in(Path folder, Map<String, String> settings) {
        MortalServer server = new MortalServer(
                folder,
                PostgresOptions.fromSystemProperties()
                        .mode(PostgresOptions.Mode.EMBEDDED)
                        .dataFolder(folder)
                        .settings(settings));
        SchemaMigrations.of(server.server.dataSource()).migrate();
        return server;
    }

    /** Statements for whatever server runs at the time, each transaction on a new connection. */
    DSLContext dsl() {
        return DSL.using(new Current(), SQLDialect.POSTGRES);
    }

    /** The same as a data source. */
    DataSource dataSource() {
        return (DataSource) Proxy.newProxyInstance(
                MortalServer.class.getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    try {
                        return method.invoke(server.dataSource(), arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getTargetException();
                    }
                });
    }

    /** Kills the server, not its clients, with the signal that it cannot catch. */
    void kill() throws Exception {
        ProcessHandle postmaster = ProcessHandle.of(
                        Long.parseLong(Files.readAllLines(folder.resolve("data").resolve("postmaster.pid"))
                                .getFirst()))
                .orElseThrow(() -> new IOException("server in " + folder + ": expected to run, found no process"));
        postmaster.destroyForcibly();
        postmaster.onExit().get();
    }

    void startAgain() {
        server.close();
        server = PostgresServer.start(options);
    }

    boolean answers() {
        try (Connection connection = server.dataSource().getConnection()) {
            return connection.isValid(5);
        } catch (SQLException e) {
            return false;
        }
    }

    @Override
    public void close() {
        server.close();
    }

    private final class Current implements ConnectionProvider {

        @Override
        public Connection acquire() {
            try {
                return server.dataSource().getConnection();
            } catch (SQLException e) {
                throw new DataAccessException(String.valueOf(e.getMessage()), e);
            }
        }

        @Override
        public void release(@Nullable Connection connection) {
            try {
                if (connection != null) {
                    connection.close();
                }
            } catch (SQLException e) {
                throw new DataAccessException(String.valueOf(e.getMessage()), e);
            }
        }
    }
}
