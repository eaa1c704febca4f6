package io.github.jooqeventstore;

/**
 * An append that could have been lost after it was acknowledged; it was refused and nothing was written.
 *
 * <p>Either {@code synchronous_commit} is off (turn it on, or allow it with
 * {@link EventStoreBuilder#allowAsynchronousCommit()}), or the connection does not commit by itself and belongs to no
 * transaction of the caller's, so that nobody would ever commit the append.
 */
public final class NotDurableException extends EventStoreException {

    NotDurableException(String message) {
        super(message);
    }
}
