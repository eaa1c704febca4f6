package io.github.jooqeventstore.migration;

import java.sql.Connection;
import java.sql.SQLException;

/** Runs roles.sql with its settings, in one transaction. */
final class Grant {
    private final StoreSession session;

    Grant(StoreSession session) {
        this.session = session;
    }

    void run(String applicationRole, String readerRole) {
        session.attempt("to grant rights to " + applicationRole + " and " + readerRole, () -> {
            Connection connection = session.connection();
            connection.setAutoCommit(false);
            try {
                execute(connection, applicationRole, readerRole);
                connection.commit();
            } catch (SQLException e) {
                connection.rollback();
                throw e;
            } finally {
                connection.setAutoCommit(true);
            }
            return true;
        });
    }

    private void execute(Connection connection, String applicationRole, String readerRole) throws SQLException {
        session.query(
                "select set_config('event_store.application_role', ?, true), set_config('event_store.reader_role', ?, true)",
                row -> true,
                applicationRole,
                readerRole);
        try (var statement = connection.createStatement()) {
            statement.execute(Resources.text("/event-store/roles.sql"));
        }
    }
}
