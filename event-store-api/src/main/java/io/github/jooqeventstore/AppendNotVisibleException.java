package io.github.jooqeventstore;

/**
 * An append that was to be waited for, and that nobody else can see: its transaction is not committed yet, or was rolled
 * back. Waiting would be in vain.
 *
 * <p>Wait behind the commit, outside the transaction.
 */
public final class AppendNotVisibleException extends EventStoreException {

    private final StreamId stream;

    /** For the package of projections: who was to wait, for an append to which stream, and what was found. */
    public AppendNotVisibleException(String subject, StreamId stream, long position, String finding) {
        super(subject + ": expected the append to stream " + stream + " at position " + position
                + " to be committed, found " + finding);
        this.stream = stream;
    }

    /** The stream of the append. */
    public StreamId stream() {
        return stream;
    }
}
