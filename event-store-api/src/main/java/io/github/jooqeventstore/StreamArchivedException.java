package io.github.jooqeventstore;

/** An append to a stream that an operator has archived: nothing was written, and nothing can be until it is opened. */
public final class StreamArchivedException extends EventStoreException {

    private final StreamId stream;

    StreamArchivedException(StreamId stream) {
        super("stream " + stream + ": expected a stream open for appends, found it archived");
        this.stream = stream;
    }

    /** The archived stream. */
    public StreamId stream() {
        return stream;
    }
}
