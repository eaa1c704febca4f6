package io.github.jooqeventstore.benchmarks;

import io.github.jooqeventstore.postgres.PostgresOptions;
import io.github.jooqeventstore.postgres.PostgresServer;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.postgresql.ds.PGSimpleDataSource;

/** The one durable server of a run: the driver starts it, the processes that measure find it by a file. */
record Server(String url, String user, String password) {

    /** The system property that names the file. */
    static final String PROPERTY = "benchmarks.server";

    /** What it runs with; all else as PostgreSQL has it. */
    static final Map<String, String> SETTINGS = Map.of(
            "fsync", "on",
            "synchronous_commit", "on",
            "full_page_writes", "on",
            "shared_buffers", "1GB",
            "max_wal_size", "8GB",
            "checkpoint_timeout", "30min");

    static PostgresServer start() {
        return PostgresServer.start(PostgresOptions.fromSystemProperties().settings(SETTINGS));
    }

    /** Names the server to the benchmarks of this process and of those that it starts. */
    static void tell(PostgresServer server) throws IOException {
        Path file = Files.createTempFile("benchmarks", ".properties");
        file.toFile().deleteOnExit();
        Properties properties = new Properties();
        properties.setProperty("url", server.jdbcUrl());
        properties.setProperty("user", server.user());
        properties.setProperty("password", server.password());
        try (Writer writer = Files.newBufferedWriter(file)) {
            properties.store(writer, null);
        }
        System.setProperty(PROPERTY, file.toString());
    }

    static Server ofThisRun() {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of(System.getProperty(PROPERTY)))) {
            properties.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Server(
                properties.getProperty("url"), properties.getProperty("user"), properties.getProperty("password"));
    }

    /** The same server's database of that name. */
    Server database(String name) {
        return new Server(url.replaceFirst("(//[^/]+/)[^?]*", "$1" + name), user, password);
    }

    Connection connect() throws SQLException {
        PGSimpleDataSource direct = new PGSimpleDataSource();
        direct.setUrl(url);
        direct.setUser(user);
        direct.setPassword(password);
        return direct.getConnection();
    }

    /** A statement of the benchmark's own making, without any value in it. */
    void execute(String sql) throws SQLException {
        try (Connection connection = connect();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** An empty database of that name, in the place of the one that had it; nothing of the past is left to be written. */
    Server emptyDatabase(String name) throws SQLException {
        execute("drop database if exists " + name + " with (force)");
        execute("create database " + name);
        return database(name);
    }

    /** What the database of that name was filled with; empty if there is none, or if it is not complete. */
    String contentOf(String name) throws SQLException {
        try (Connection connection = connect();
                PreparedStatement comment = connection.prepareStatement(
                        "select shobj_description(oid, 'pg_database') from pg_database where datname = ?")) {
            comment.setString(1, name);
            try (ResultSet rows = comment.executeQuery()) {
                return rows.next() ? Objects.requireNonNullElse(rows.getString(1), "") : "";
            }
        }
    }

    /** Says that it is complete. */
    void nameContentOf(String name, String content) throws SQLException {
        execute("comment on database " + name + " is '" + content + "'");
    }
}
