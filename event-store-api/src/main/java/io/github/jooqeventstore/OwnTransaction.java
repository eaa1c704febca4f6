package io.github.jooqeventstore;

import java.sql.Connection;
import java.sql.SQLException;

/** A transaction that the library has begun on a connection that commits by itself. */
final class OwnTransaction {

    private OwnTransaction() {}

    /**
     * Puts the connection back as it was. What has failed already is told, not that the connection could not be put back:
     * its pool will find out.
     */
    static void end(Connection connection, boolean committed) {
        try {
            if (!committed) {
                connection.rollback();
            }
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            // A lost connection: the server rolls back by itself.
        }
    }
}
