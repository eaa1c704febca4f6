package io.github.jooqeventstore;

import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL ended the transaction because of another one: a serialization failure (SQLSTATE 40001) or a deadlock
 * (40P01). Nothing was written. Repeat the whole transaction; an append outside one may simply be called again.
 */
public final class TransactionConflictException extends EventStoreException {

    private final String sqlState;

    TransactionConflictException(String message, String sqlState, @Nullable Throwable cause) {
        super(message, cause);
        this.sqlState = sqlState;
    }

    /** {@code 40001} or {@code 40P01}. */
    public String sqlState() {
        return sqlState;
    }
}
