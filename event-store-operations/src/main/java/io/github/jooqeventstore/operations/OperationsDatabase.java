package io.github.jooqeventstore.operations;

import io.github.jooqeventstore.migration.SchemaMigrations;
import java.sql.Connection;
import java.sql.SQLException;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.conf.MappedSchema;
import org.jooq.conf.RenderMapping;
import org.jooq.conf.Settings;
import org.jooq.impl.DSL;

/**
 * One connection to a {@link DatabaseTarget}, and jOOQ on it: the generated tables are those of its schema.
 *
 * <p>For one thread at a time. Statements commit one by one unless a transaction is begun.
 */
public final class OperationsDatabase implements AutoCloseable {
    private final DatabaseTarget target;
    private final Connection connection;
    private final DSLContext dsl;

    private OperationsDatabase(DatabaseTarget target, Connection connection) {
        this.target = target;
        this.connection = connection;
        this.dsl = DSL.using(connection, SQLDialect.POSTGRES, settings(target.schema()));
    }

    /** {@return settings by which the generated tables are those of a schema} */
    public static Settings settings(String schema) {
        return new Settings()
                .withRenderMapping(new RenderMapping()
                        .withSchemata(new MappedSchema()
                                .withInput(SchemaMigrations.DEFAULT_SCHEMA)
                                .withOutput(schema)));
    }

    /**
     * {@return a new connection}
     *
     * @throws OperationsException with {@link ExitCode#CANNOT_CONNECT} or {@link ExitCode#LOGIN_REFUSED}
     */
    public static OperationsDatabase open(DatabaseTarget target) {
        try {
            return new OperationsDatabase(target, target.dataSource().getConnection());
        } catch (SQLException e) {
            throw DatabaseFailures.of(target.toString(), "a connection", e);
        }
    }

    /** {@return where this leads} */
    public DatabaseTarget target() {
        return target;
    }

    /** {@return jOOQ on the connection} */
    public DSLContext dsl() {
        return dsl;
    }

    /** {@return the connection itself, which stays ours to close} */
    public Connection connection() {
        return connection;
    }

    /** {@return the server's major version, 15 to 18} */
    public int serverMajorVersion() {
        try {
            return connection.getMetaData().getDatabaseMajorVersion();
        } catch (SQLException e) {
            throw DatabaseFailures.of(target.toString(), "its version", e);
        }
    }

    /** Ends the connection; whatever transaction is open on it is undone. */
    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            // It is gone in any case.
        }
    }
}
