package io.github.jooqeventstore.operations.health;

import static io.github.jooqeventstore.operations.catalog.SystemFunctions.settingForTransaction;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.jooq.DSLContext;
import org.jooq.ResultQuery;
import org.jooq.SQLDialect;
import org.jooq.conf.Settings;
import org.jooq.impl.DSL;

/**
 * A transaction that is undone in the end, and whose statements the server itself ends after a time: a probe that is gone
 * leaves nobody behind who waits for a lock. The connection is given back as it was.
 */
public final class LimitedTransaction implements AutoCloseable {
    private final Connection connection;
    private final boolean autoCommit;
    private final DSLContext dsl;

    private LimitedTransaction(Connection connection, Settings settings) throws SQLException {
        this.connection = connection;
        this.autoCommit = connection.getAutoCommit();
        this.dsl = DSL.using(connection, SQLDialect.POSTGRES, settings);
    }

    /** {@return one on a connection that is in none; each statement of it may take so long} */
    public static LimitedTransaction begin(Connection connection, Settings settings, Duration limit)
            throws SQLException {
        var transaction = new LimitedTransaction(connection, settings);
        connection.setAutoCommit(false);
        limits(transaction.dsl, limit).fetch();
        return transaction;
    }

    static ResultQuery<?> limits(DSLContext dsl, Duration limit) {
        return dsl.select(settingForTransaction("statement_timeout", Long.toString(limit.toMillis())));
    }

    /** {@return jOOQ on the connection} */
    public DSLContext dsl() {
        return dsl;
    }

    /** Undoes it. */
    @Override
    public void close() throws SQLException {
        if (!connection.isClosed()) {
            connection.rollback();
            connection.setAutoCommit(autoCommit);
        }
    }
}
