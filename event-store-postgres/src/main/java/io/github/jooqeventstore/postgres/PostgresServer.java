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
 * <p>Which one was chosen, and why, is printed once on standard output. A server of ours asks for a password, which is
 * random unless one is given. An embedded one listens on this machine alone and ends with {@link #close()} or with its
 * JVM, even when that is killed (on Windows: at the next start); the container of a killed JVM is removed by
 * Testcontainers' Ryuk, where that is not disabled. Safe for use by several threads.
 */
public final class PostgresServer implements AutoCloseable {
    private static final int ANSWER_SECONDS = 10;

    private final RunningServer server;
    private final String choice;

    private PostgresServer(RunningServer server, String choice) {
        this.server = server;
        this.choice = choice;
    }

    /**
     * {@return the server that the system properties ask for} See {@link PostgresOptions#fromSystemProperties()}.
     *
     * @throws PostgresServerException when it cannot be had
     * @throws IllegalArgumentException when a property makes no sense
     */
    public static PostgresServer start() {
        return start(PostgresOptions.fromSystemProperties());
    }

    /**
     * {@return the server that the options ask for, ready for connections}
     *
     * @param options which, and how
     * @throws PostgresServerException when it cannot be had, or is of another version than the options say; nothing is
     *     left running then
     */
    public static PostgresServer start(PostgresOptions options) {
        Choice choice = Choice.of(options);
        try {
            String version = versionOf(choice.server());
            if (!ServerVersion.matches(options.version(), version)) {
                throw new PostgresServerException(
                        "PostgreSQL " + choice.server().description() + ": expected version " + options.version()
                                + ", found " + version);
            }
            String line = "PostgreSQL " + version + " " + choice.server().description() + " (" + choice.reason() + ")";
            System.out.println(line);
            return new PostgresServer(choice.server(), line);
        } catch (RuntimeException | Error e) {
            choice.server().close();
            throw e;
        }
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
        return dataSource(server);
    }

    /**
     * Creates an empty database.
     *
     * @param name its name, any text that PostgreSQL takes; it is quoted
     * @return its JDBC URL, for the same user and password
     * @throws PostgresServerException when the server refuses, for instance because the database exists
     */
    public String createDatabase(String name) {
        try (Connection connection = dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            // DDL takes no bind values: the driver quotes the name.
            statement.execute(
                    "create database " + connection.unwrap(PGConnection.class).escapeIdentifier(name));
        } catch (SQLException e) {
            throw new PostgresServerException(
                    "database " + name + ": expected to create it, found " + e.getMessage(), e);
        }
        return JdbcUrl.withDatabase(jdbcUrl(), name);
    }

    /** Stops the server and throws its data away, where they are ours; a kept folder stays. Closing again does nothing. */
    @Override
    public void close() {
        server.close();
    }

    /** {@return the same as {@link #choice()}} */
    @Override
    public String toString() {
        return choice;
    }

    private static String versionOf(RunningServer server) {
        PGSimpleDataSource dataSource = dataSource(server);
        dataSource.setLoginTimeout(ANSWER_SECONDS);
        try (Connection connection = dataSource.getConnection()) {
            return ServerVersion.told(connection.getMetaData().getDatabaseProductVersion());
        } catch (SQLException e) {
            throw new PostgresServerException(
                    "PostgreSQL " + server.description() + ": expected an answer within " + ANSWER_SECONDS
                            + " seconds, found " + e.getMessage(),
                    e);
        }
    }

    private static PGSimpleDataSource dataSource(RunningServer server) {
        var dataSource = new PGSimpleDataSource();
        dataSource.setUrl(server.jdbcUrl());
        dataSource.setUser(server.user());
        dataSource.setPassword(server.password());
        return dataSource;
    }
}
