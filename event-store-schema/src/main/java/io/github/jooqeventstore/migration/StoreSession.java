package io.github.jooqeventstore.migration;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * One connection whose unqualified names mean the store's schema, given back as it was.
 *
 * <p>SQL is plain text in this package: it asks system catalogs and runs scripts, and jOOQ is not at hand here.
 */
final class StoreSession implements AutoCloseable {
    private final Connection connection;
    private final String schema;
    private final boolean autoCommit;
    private final String searchPath;

    private StoreSession(Connection connection, String schema) throws SQLException {
        this.connection = connection;
        this.schema = schema;
        this.autoCommit = connection.getAutoCommit();
        connection.setAutoCommit(true);
        this.searchPath = select("select current_setting('search_path')");
        // The schema's name as it is, not as a pattern or a path; temporary tables of the same names come last.
        select("select set_config('search_path', quote_ident(?) || ', pg_temp', false)", schema);
    }

    static StoreSession open(ConnectionSource source, String schema) {
        Connection connection = source.open();
        try {
            return new StoreSession(connection, schema);
        } catch (SQLException e) {
            closeQuietly(connection, e);
            throw SqlErrors.of("schema " + schema, "to look into it", e);
        }
    }

    Connection connection() {
        return connection;
    }

    String schema() {
        return schema;
    }

    /** {@return the schema as the subject of a message} */
    String subject() {
        return "schema " + schema;
    }

    /** Turns a row into a value. */
    interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** A step that speaks to the database. */
    interface Step<T> {
        T take() throws SQLException;
    }

    /** {@return what the step returns} Its SQL errors become exceptions of ours. */
    <T> T attempt(String expectation, Step<T> step) {
        try {
            return step.take();
        } catch (SQLException e) {
            throw SqlErrors.of(subject(), expectation, e);
        }
    }

    <T> List<T> query(String sql, Row<T> row, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                var result = new ArrayList<T>();
                while (rows.next()) {
                    result.add(row.read(rows));
                }
                return result;
            }
        }
    }

    /** {@return the first column of the first row} */
    String select(String sql, Object... values) throws SQLException {
        return query(sql, row -> row.getString(1), values).get(0);
    }

    @Override
    public void close() {
        try (connection) {
            if (!connection.isClosed()) {
                select("select set_config('search_path', ?, false)", searchPath);
                connection.setAutoCommit(autoCommit);
            }
        } catch (SQLException e) {
            throw SqlErrors.of(subject(), "to give its connection back", e);
        }
    }

    private static void closeQuietly(Connection connection, SQLException failure) {
        try {
            connection.close();
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }
}
