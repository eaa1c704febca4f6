package io.github.jooqeventstore;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.function.Function;
import org.jooq.Configuration;
import org.jooq.ConnectionProvider;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.ResultQuery;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * Runs statements on the connections of one jOOQ configuration.
 *
 * <p>By plain JDBC, which costs nothing beyond the statement; through jOOQ where the configuration has execute listeners,
 * which then see the statement as they see all others.
 */
final class Database {

    /** Takes what a statement returns. */
    @FunctionalInterface
    interface Rows<T extends @Nullable Object> {
        T read(ResultSet rows) throws SQLException;
    }

    /** Work on one connection. */
    @FunctionalInterface
    interface Work<T extends @Nullable Object> {
        T on(Connection connection) throws SQLException;
    }

    /** Stands for whatever columns: jOOQ would ask the driver for their names, and the driver the server. */
    private static final Field<Object> UNKNOWN_COLUMNS = DSL.field(DSL.name("unknown"));

    private final Configuration configuration;
    private final Statements.Cache cache;
    private final boolean neverInATransaction;

    Database(Configuration configuration, Statements.Cache cache) {
        this(configuration, cache, false);
    }

    private Database(Configuration configuration, Statements.Cache cache, boolean neverInATransaction) {
        this.configuration = configuration;
        this.cache = cache;
        this.neverInATransaction = neverInATransaction;
    }

    /** The same where an append may belong to no caller's transaction, since it is written together with others'. */
    Database neverInATransaction() {
        return new Database(configuration, cache, true);
    }

    Configuration configuration() {
        return configuration;
    }

    /** How far the order of the events that are reached from here is final. */
    GlobalOrder globalOrder() {
        return cache.of(configuration).globalOrder();
    }

    /** The same statements on other connections. */
    Database on(Configuration other) {
        return new Database(other, cache);
    }

    /** One statement on a connection of its own choice. */
    <T extends @Nullable Object> T query(Statement statement, Binds binds, Rows<T> rows) {
        return withConnection(connection -> query(connection, statement, binds, rows));
    }

    /** One statement on that connection. */
    <T extends @Nullable Object> T query(Connection connection, Statement statement, Binds binds, Rows<T> rows)
            throws SQLException {
        return run(connection, checked(connection).sql(statement, configuration), binds, rows);
    }

    /** The text of a statement that the driver itself is to send. */
    String text(Connection connection, Statement statement) throws SQLException {
        return checked(connection).sql(statement, configuration).text();
    }

    /** A query of the caller's making, through jOOQ. */
    <T extends @Nullable Object> T query(Function<DSLContext, ResultQuery<?>> query, Rows<T> rows) {
        return withConnection(connection -> query(connection, query, rows));
    }

    /** The same on that connection. */
    <T extends @Nullable Object> T query(
            Connection connection, Function<DSLContext, ResultQuery<?>> query, Rows<T> rows) throws SQLException {
        checked(connection);
        return listenedTo(query.apply(DSL.using(Listened.of(configuration, connection))), rows);
    }

    /** Statements of the caller's making on one connection, through jOOQ, whose log is told nothing of their values. */
    <T extends @Nullable Object> T run(Function<? super DSLContext, T> work) {
        return withConnection(connection -> {
            checked(connection);
            try {
                return work.apply(DSL.using(Listened.withoutLog(configuration, connection)));
            } catch (EventStoreException e) {
                throw e;
            } catch (RuntimeException e) {
                throw Failures.translateListenedTo(e);
            }
        });
    }

    /** The statements for the tables that are there, which are looked at once. */
    private Statements checked(Connection connection) throws SQLException {
        Statements statements = cache.of(configuration);
        if (!statements.schemaIsChecked()) {
            run(connection, statements.sql(Statement.STORE, configuration), new Binds(), SchemaCheck::check);
            statements.schemaWasChecked();
        }
        return statements;
    }

    /** Work on one connection; what the database refuses arrives as the library's own or jOOQ's exception. */
    <T extends @Nullable Object> T withConnection(Work<T> work) {
        return DSL.using(configuration).connectionResult(connection -> {
            try {
                return work.on(connection);
            } catch (SQLException e) {
                throw Failures.translate(e);
            }
        });
    }

    private <T extends @Nullable Object> T run(Connection connection, Sql sql, Binds binds, Rows<T> rows)
            throws SQLException {
        if (configuration.executeListenerProviders().length > 0) {
            return runListenedTo(connection, sql, binds, rows);
        }
        try (PreparedStatement statement = connection.prepareStatement(sql.text())) {
            Integer timeout = configuration.settings().getQueryTimeout();
            if (timeout != null && timeout > 0) {
                statement.setQueryTimeout(timeout);
            }
            sql.bind(statement, binds);
            try (ResultSet result = statement.executeQuery()) {
                return rows.read(result);
            }
        }
    }

    private <T extends @Nullable Object> T runListenedTo(Connection connection, Sql sql, Binds binds, Rows<T> rows)
            throws SQLException {
        // Plain SQL to jOOQ, since it is rendered already; every value in it is a bind value.
        ResultQuery<?> query = DSL.using(Listened.asPrepared(configuration, connection))
                .resultQuery(new RenderedSql(sql.text(), BoundByJdbc.values(sql, binds)));
        return listenedTo(query.coerce(UNKNOWN_COLUMNS), rows);
    }

    private static <T extends @Nullable Object> T listenedTo(ResultQuery<?> query, Rows<T> rows) throws SQLException {
        try (ResultSet result = query.fetchResultSet()) {
            return rows.read(result);
        } catch (EventStoreException e) {
            throw e;
        } catch (RuntimeException e) {
            throw Failures.translateListenedTo(e);
        }
    }

    /**
     * Whether this connection commits each statement by itself; else it belongs to a transaction of the caller's, or is
     * refused.
     *
     * <p>A caller's transaction is bound to its connection: whoever asks again, gets the same one. A pool whose
     * connections do not commit by themselves hands out another, and would roll the append back.
     */
    boolean commitsByItself(Connection connection) throws SQLException {
        if (connection.getAutoCommit()) {
            return true;
        }
        if (neverInATransaction) {
            throw new InvalidInputException(
                    "group commit",
                    "must be given connections that commit by themselves, found one that does not; what belongs to a"
                            + " transaction of yours is appended with EventStore.in");
        }
        ConnectionProvider provider = configuration.connectionProvider();
        Connection again = acquire(provider);
        try {
            if (again == null || !physical(again).equals(physical(connection))) {
                throw new NotDurableException(
                        "append: expected a connection that commits by itself, or a transaction of"
                                + " the caller's, found auto-commit off and no transaction");
            }
        } finally {
            if (again != null) {
                provider.release(again);
            }
        }
        return false;
    }

    /** Null also where a pool has no second connection to give: the one that is bound would have been at hand. */
    private static @Nullable Connection acquire(ConnectionProvider provider) {
        try {
            return provider.acquire();
        } catch (DataAccessException e) {
            return null;
        }
    }

    /** The driver's own connection, the same object through whatever it is wrapped in. */
    private static Object physical(Connection connection) throws SQLException {
        return connection.isWrapperFor(PGConnection.class) ? connection.unwrap(PGConnection.class) : connection;
    }
}
