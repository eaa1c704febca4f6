package io.github.jooqeventstore;

/** An append to a database that only reads: a replica, or a read-only transaction. Nothing was written. */
public final class ReadOnlyDatabaseException extends EventStoreException {

    ReadOnlyDatabaseException(String message, Throwable cause) {
        super(message, cause);
    }
}
