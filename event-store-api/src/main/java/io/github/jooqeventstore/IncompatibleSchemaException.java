package io.github.jooqeventstore;

/**
 * A database whose event store schema is absent, too old or too new for this version of the library. Migrate the
 * database with {@link EventStore#migrations()}, or run the version of the library that
 * belongs to it.
 */
public final class IncompatibleSchemaException extends EventStoreException {

    IncompatibleSchemaException(String message) {
        super(message);
    }
}
