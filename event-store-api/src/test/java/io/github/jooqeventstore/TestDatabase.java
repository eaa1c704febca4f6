package io.github.jooqeventstore;

import io.github.jooqeventstore.migration.SchemaMigrations;
import io.github.jooqeventstore.postgres.PostgresOptions;
import io.github.jooqeventstore.postgres.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.postgresql.ds.PGSimpleDataSource;

/** A migrated database of a test class's own, on the one server that all tests of this program share. */
final class TestDatabase {

    private static final PostgresServer SERVER = PostgresServer.start(PostgresOptions.fromSystemProperties()
            .settings(Map.of("max_prepared_transactions", "64", "max_connections", "200")));
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final PGSimpleDataSource dataSource = new PGSimpleDataSource();
    private final String user;
    private final String password;

    private TestDatabase(String url, String user, String password) {
        this.user = user;
        this.password = password;
        dataSource.setUrl(url);
        dataSource.setUser(user);
        dataSource.setPassword(password);
    }

    /** A database of another server's. */
    static TestDatabase at(String url, String user, String password) {
        return new TestDatabase(url, user, password);
    }

    /** A database without the event store's tables. */
    static TestDatabase empty() {
        String name = "test_" + ProcessHandle.current().pid() + "_" + NUMBER.incrementAndGet();
        return new TestDatabase(SERVER.createDatabase(name), SERVER.user(), SERVER.password());
    }

    /** A database with the event store's tables in their default schema. */
    static TestDatabase migrated() {
        TestDatabase database = empty();
        SchemaMigrations.of(database.dataSource).migrate();
        return database;
    }

    /** The same database for another user. */
    TestDatabase as(String user, String password) {
        return new TestDatabase(dataSource.getURL(), user, password);
    }

    /** The same database with unqualified names meaning those of that schema. */
    TestDatabase withSearchPath(String schema) {
        TestDatabase other = new TestDatabase(dataSource.getURL(), user, password);
        other.dataSource.setCurrentSchema(schema);
        return other;
    }

    String url() {
        return Objects.requireNonNull(dataSource.getURL());
    }

    String name() {
        return url().replaceAll(".*/|\\?.*", "");
    }

    /** What another program needs to connect to it, in its environment. */
    Map<String, String> environment() {
        return Map.of(
                "TEST_DATABASE_URL", Objects.requireNonNull(dataSource.getURL()),
                "TEST_DATABASE_USER", user,
                "TEST_DATABASE_PASSWORD", password);
    }

    /** Connections that commit each statement by themselves; each call opens one. */
    DataSource dataSource() {
        return dataSource;
    }

    Connection connect() throws SQLException {
        return dataSource.getConnection();
    }

    /** A jOOQ context that opens a connection for each statement. */
    DSLContext dsl() {
        return DSL.using(dataSource, SQLDialect.POSTGRES);
    }

    /** A jOOQ context on a connection of its own, which stays open: a statement costs no login. */
    DSLContext dslOnOneConnection() {
        try {
            return DSL.using(connect(), SQLDialect.POSTGRES);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
