package io.github.jooqeventstore.migration;

import io.github.jooqeventstore.postgres.PostgresServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** The one server of this JVM, which ends with it, and databases on it. */
final class TestServer {
    private static final PostgresServer SERVER = PostgresServer.start();
    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static final long RUN = System.nanoTime();

    private TestServer() {}

    /** A new, empty database, as the server's superuser. */
    static Database database() {
        return new Database(
                SERVER.createDatabase("schema_test_" + RUN + "_" + DATABASES.incrementAndGet()),
                SERVER.user(),
                SERVER.password());
    }

    /** A name that no other run on the same server has used: roles belong to the server. */
    static String unique(String name) {
        return name + " " + RUN + "_" + DATABASES.incrementAndGet();
    }

    /** A database and the user that looks at it. */
    record Database(String url, String user, String password) {
        SchemaMigrations migrations() {
            return SchemaMigrations.of(url, user, password);
        }

        Database as(String otherUser, String otherPassword) {
            return new Database(url, otherUser, otherPassword);
        }

        DataSource dataSource() {
            var dataSource = new PGSimpleDataSource();
            dataSource.setUrl(url);
            dataSource.setUser(user);
            dataSource.setPassword(password);
            return dataSource;
        }

        Connection connect() throws SQLException {
            var properties = new Properties();
            properties.setProperty("user", user);
            properties.setProperty("password", password);
            return DriverManager.getConnection(url, properties);
        }

        /** Runs statements one after the other on a connection of their own. */
        void run(String... statements) throws SQLException {
            try (Connection connection = connect();
                    Statement statement = connection.createStatement()) {
                for (String sql : statements) {
                    statement.execute(sql);
                }
            }
        }

        /** The first column of every row, as text. */
        List<String> ask(String sql) throws SQLException {
            try (Connection connection = connect();
                    Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(sql)) {
                var values = new ArrayList<String>();
                while (rows.next()) {
                    values.add(rows.getString(1));
                }
                return values;
            }
        }
    }

    /** A name as an identifier in SQL, by the rule of the standard. */
    static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
