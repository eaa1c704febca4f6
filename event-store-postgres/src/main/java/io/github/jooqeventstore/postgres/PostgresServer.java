package io.github.jooqeventstore.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A running PostgreSQL server: a given one, Docker's or an embedded one.
 *
 * <p>Safe for use by several threads. Which server was chosen, and why, is printed once on standard output.
 */
public final class PostgresServer implements AutoCloseable {
    private final RunningServer server;
    private final String choice;

    private PostgresServer(RunningServer server, String choice) {
        this.server = server;
        this.choice = choice;
    }

    /** {@return the server that the system properties ask for, running} See {@link PostgresOptions#fromSystemProperties()}. */
    public static PostgresServer start() {
        return start(PostgresOptions.fromSystemProperties());
    }

    /** {@return the server that the options ask for, running} */
    public static PostgresServer start(PostgresOptions options) {
        PostgresServer server;
        if (options.url() != null) {
            String user = options.user() == null ? "postgres" : options.user();
            String password = options.password() == null ? "" : options.password();
            var given = new GivenServer(options.url(), user, password);
            server = new PostgresServer(given, "PostgreSQL at " + given + ": given by its URL");
        } else {
            server = new PostgresServer(EmbeddedServer.start(options), "embedded PostgreSQL");
        }
        System.out.println(server.choice());
        return server;
    }

    /** {@return the URL of the maintenance database, or of the given one} It works with {@link #user()} and {@link #password()}. */
    public String jdbcUrl() {
        return server.jdbcUrl();
    }

    /** {@return the user} Where the server is ours, a superuser. */
    public String user() {
        return server.user();
    }

    /** {@return the user's password, empty when there is none} */
    public String password() {
        return server.password();
    }

    /** {@return one line: which server was chosen and why, as printed} */
    public String choice() {
        return choice;
    }

    /** {@return connections to {@link #jdbcUrl()}, each of them new: there is no pool} */
    public DataSource dataSource() {
        return dataSource(jdbcUrl());
    }

    /**
     * Creates an empty database.
     *
     * @param name its name, any text that PostgreSQL takes; it is quoted
     * @return its JDBC URL, for the same user and password
     * @throws IllegalStateException when the server refuses, for instance because the database exists
     */
    public String createDatabase(String name) {
        try (Connection connection = dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            // DDL takes no bind values: the name is quoted by the driver.
            statement.execute(
                    "create database " + connection.unwrap(PGConnection.class).escapeIdentifier(name));
        } catch (SQLException e) {
            throw new IllegalStateException("database " + name + ": expected to create it, found " + e.getMessage(), e);
        }
        return JdbcUrl.withDatabase(jdbcUrl(), name);
    }

    /** Stops the server and throws its data away, where they are ours; a kept folder stays. Closing again does nothing. */
    @Override
    public void close() {
        server.close();
    }

    @Override
    public String toString() {
        return choice;
    }

    private DataSource dataSource(String url) {
        var dataSource = new PGSimpleDataSource();
        dataSource.setUrl(url);
        dataSource.setUser(user());
        dataSource.setPassword(password());
        return dataSource;
    }
}
