package io.github.jooqeventstore.codegen;

import io.github.jooqeventstore.migration.SchemaMigrations;
import io.github.jooqeventstore.postgres.PostgresServer;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.UUID;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;

/** A new database with the tables of the event store and of the project, on a server that may have others; dropped when it is closed. */
final class MigratedDatabase implements AutoCloseable {

    private final PostgresServer server;
    private final String name;
    private final String jdbcUrl;

    private MigratedDatabase(PostgresServer server, String name) {
        this.server = server;
        this.name = name;
        this.jdbcUrl = server.createDatabase(name);
    }

    static MigratedDatabase create(PostgresServer server, CodegenOptions options) throws IOException {
        // Several builds may use one server.
        var database = new MigratedDatabase(server, "event_store_codegen_" + UUID.randomUUID());
        try {
            SchemaMigrations.of(database.jdbcUrl, server.user(), server.password())
                    .schema(options.schema())
                    .migrate();
            OwnMigrations.apply(options.own(), database.jdbcUrl, server.user(), server.password());
            return database;
        } catch (IOException | RuntimeException e) {
            database.closeAfter(e);
            throw e;
        }
    }

    Connection connection() throws SQLException {
        return DriverManager.getConnection(jdbcUrl, server.user(), server.password());
    }

    @Override
    public void close() throws SQLException {
        try (Connection connection = server.dataSource().getConnection()) {
            DSL.using(connection, SQLDialect.POSTGRES)
                    .dropDatabase(DSL.name(name))
                    .execute();
        }
    }

    private void closeAfter(Exception failure) {
        try {
            close();
        } catch (SQLException | RuntimeException e) {
            failure.addSuppressed(e);
        }
    }
}
