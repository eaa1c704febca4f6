package io.github.jooqeventstore;

/**
 * The connection was lost while an import was being committed: it is there as a whole or not at all, and only the database
 * knows.
 *
 * <p>Ask for {@link #stream()}: if it is there ({@link EventStore#currentVersion}), so is everything else; if not, import
 * again.
 */
public final class ImportOutcomeUnknownException extends EventStoreException {

    private final StreamId stream;
    private final transient ImportResult result;

    ImportOutcomeUnknownException(StreamId stream, ImportResult result, Throwable cause) {
        super(
                "import of " + result.events() + " events, first of stream " + stream
                        + ": expected an answer to the commit, found the connection lost: it was written as a whole or"
                        + " not at all",
                cause);
        this.stream = stream;
        this.result = result;
    }

    /** The stream of the first event. */
    public StreamId stream() {
        return stream;
    }

    /** What was written, if it was. */
    public ImportResult result() {
        return result;
    }
}
