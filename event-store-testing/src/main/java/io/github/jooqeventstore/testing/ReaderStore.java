package io.github.jooqeventstore.testing;

import io.github.jooqeventstore.EventStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.jooq.ConnectionProvider;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;

/** The one store that the readers of a process share, on connections that are used again until they fail. */
final class ReaderStore implements ConnectionProvider, AutoCloseable {

    private final Connections connections;
    private final ConcurrentLinkedDeque<Connection> idle = new ConcurrentLinkedDeque<>();
    private final DSLContext dsl;
    private final EventStore store;

    ReaderStore(Connections connections) {
        this.connections = connections;
        this.dsl = DSL.using(this, SQLDialect.POSTGRES, connections.address().settings());
        this.store = EventStore.using(dsl);
    }

    EventStore store() {
        return store;
    }

    DSLContext dsl() {
        return dsl;
    }

    @Override
    public Connection acquire() {
        Connection used = idle.pollFirst();
        try {
            return used == null || used.isClosed() ? connections.open(Address.Role.READER) : used;
        } catch (SQLException e) {
            throw new DataAccessException("connection of a reader: expected to open it, found none", e);
        }
    }

    @Override
    public void release(Connection connection) {
        try {
            // One that failed within a transaction is not used again.
            if (!connection.isClosed() && connection.getAutoCommit()) {
                idle.addFirst(connection);
                return;
            }
            connections.forget(connection);
            connection.close();
        } catch (SQLException e) {
            connections.forget(connection);
        }
    }

    @Override
    public void close() throws SQLException {
        for (Connection connection = idle.poll(); connection != null; connection = idle.poll()) {
            connections.forget(connection);
            connection.close();
        }
    }
}
