package io.github.jooqeventstore.migration;

import java.sql.SQLException;
import java.util.function.UnaryOperator;

/** Tells a login that was refused from a server that was not reached. */
final class ConnectionFailure {
    private ConnectionFailure() {}

    static SchemaException of(String subject, Exception failure) {
        SchemaException exception = of(subject, failure, UnaryOperator.identity());
        exception.initCause(failure);
        return exception;
    }

    /** Without a cause: its messages are not under our control, and one of them may hold a password. */
    static SchemaException of(String subject, Exception failure, UnaryOperator<String> withoutSecrets) {
        SQLException sql = SqlErrors.sqlException(failure);
        String state = sql == null ? null : sql.getSQLState();
        String found = withoutSecrets.apply(SqlErrors.text(sql == null ? failure : sql));
        if (state != null && state.startsWith("28")) {
            return new SchemaException.LoginRefused(subject, found, state);
        }
        return new SchemaException.Unreachable(subject, "a connection", found, state);
    }
}
