package io.github.jooqeventstore;

import org.jspecify.annotations.Nullable;

/**
 * A database in which the one order of all events cannot be told: the message says what was expected of it. Nothing is
 * delivered rather than something missed.
 *
 * <p>Positions must come from the identity column of {@code events}, one by one ({@code cache 1}), and the role must have
 * the right to read the tables {@code events} and {@code store}.
 */
public final class GlobalOrderException extends EventStoreException {

    GlobalOrderException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
