package io.github.jooqeventstore.operations.migration;

import static org.jooq.impl.DSL.concat;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.function;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.table;
import static org.jooq.impl.DSL.val;

import io.github.jooqeventstore.operations.DatabaseTarget;
import io.github.jooqeventstore.operations.OperationsDatabase;
import io.github.jooqeventstore.operations.index.LiveIndexes;
import java.sql.Connection;
import java.time.Duration;
import org.jooq.DSLContext;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.SQLDataType;
import org.jooq.tools.jdbc.DefaultConnection;
import org.postgresql.ds.PGSimpleDataSource;

/** One connection whose unqualified names mean the store's schema, and whose statements wait for locks only so long. */
final class MigrationSession implements AutoCloseable {
    private final OperationsDatabase database;

    private MigrationSession(OperationsDatabase database) {
        this.database = database;
    }

    static MigrationSession open(DatabaseTarget target, Duration lockTimeout) {
        var session = new MigrationSession(OperationsDatabase.open(target));
        try {
            // Temporary tables of the same names come last.
            session.dsl()
                    .select(function(
                            "set_config",
                            SQLDataType.VARCHAR,
                            inline("search_path"),
                            concat(
                                    function("quote_ident", SQLDataType.VARCHAR, val(target.schema())),
                                    inline(", pg_temp")),
                            inline(false)))
                    .fetch();
            session.lockTimeout(lockTimeout);
            session.endWithUs();
        } catch (RuntimeException e) {
            session.close();
            throw e;
        }
        return session;
    }

    /** How long the statements that follow may wait for a lock. */
    void lockTimeout(Duration time) {
        set("lock_timeout", time.toMillis() + "ms");
    }

    private void set(String name, String value) {
        dsl().select(function("set_config", SQLDataType.VARCHAR, inline(name), val(value), inline(false)))
                .fetch();
    }

    // When this program is killed, the server gives up its statement, and its locks, within a second.
    private void endWithUs() {
        try {
            set("client_connection_check_interval", "1s");
        } catch (DataAccessException e) {
            // A server whose system cannot tell finds out at the end of the statement.
            return;
        }
    }

    LiveIndexes indexes() {
        return new LiveIndexes(dsl(), connection(), schema());
    }

    DSLContext dsl() {
        return database.dsl();
    }

    Connection connection() {
        return database.connection();
    }

    DatabaseTarget target() {
        return database.target();
    }

    String schema() {
        return database.target().schema();
    }

    boolean schemaExists() {
        return dsl().fetchExists(selectOne()
                .from(table(name("pg_namespace")))
                .where(field(name("nspname"), SQLDataType.VARCHAR).eq(schema())));
    }

    /** {@return this connection, for whoever wants a data source: nobody can close it} */
    PGSimpleDataSource dataSource() {
        return new ThisConnection(connection());
    }

    @Override
    public void close() {
        database.close();
    }

    /** Gives the same connection each time. */
    private static final class ThisConnection extends PGSimpleDataSource {
        private final transient Connection connection;

        ThisConnection(Connection connection) {
            this.connection = connection;
        }

        @Override
        public Connection getConnection() {
            return new KeptOpen(connection);
        }
    }

    /** A connection that is not the borrower's to close. */
    private static final class KeptOpen extends DefaultConnection {
        KeptOpen(Connection connection) {
            super(connection);
        }

        @Override
        public void close() {
            // Whoever opened it closes it.
        }
    }
}
