package io.github.jooqeventstore;

/**
 * An append of a store with group commit that was not sent: nothing was written.
 *
 * <p>It has waited longer than {@link GroupCommitOptions#patience()}: the database is slower than its writers, so write less or
 * later. Or the thread was interrupted while it waited, and still is.
 */
public final class AppendWithdrawnException extends EventStoreException {

    private final StreamId stream;

    AppendWithdrawnException(StreamId stream, String finding) {
        super("stream " + stream + ": expected the append to be sent, found " + finding + "; nothing was written");
        this.stream = stream;
    }

    /** The stream that was to be appended to. */
    public StreamId stream() {
        return stream;
    }
}
