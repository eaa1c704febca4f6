package io.github.jooqeventstore.migration;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Runs roles.sql with its settings, in one transaction. */
final class Grant {
    private final StoreSession session;

    Grant(StoreSession session) {
        this.session = session;
    }

    void run(String applicationRole, String readerRole, @Nullable String operatorRole) {
        String roles = applicationRole + " and " + readerRole + (operatorRole == null ? "" : " and " + operatorRole);
        session.attempt("to grant rights to " + roles, () -> {
            Connection connection = session.connection();
            connection.setAutoCommit(false);
            try {
                execute(connection, applicationRole, readerRole, operatorRole);
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

    private void execute(
            Connection connection, String applicationRole, String readerRole, @Nullable String operatorRole)
            throws SQLException {
        session.query(
                "select set_config('event_store.application_role', ?, true), set_config('event_store.reader_role', ?, true),"
                        + " set_config('event_store.operator_role', ?, true)",
                row -> true,
                applicationRole,
                readerRole,
                operatorRole == null ? "" : operatorRole);
        try (var statement = connection.createStatement()) {
            statement.execute(Resources.text("/event-store/roles.sql"));
        }
    }
}
