package io.github.jooqeventstore;

/**
 * A snapshot that includes events which its stream does not have: nothing was written, and the caller's transaction, if
 * there is one, goes on.
 *
 * <p>Mostly the events are in a transaction that has not been committed, or was rolled back: save in that transaction, or
 * after it.
 */
public final class SnapshotBeyondHeadException extends EventStoreException {

    private final StreamId stream;
    private final long version;
    private final long head;

    /** For the package of snapshots: the version that was to be saved, and that of the stream's last event, 0 if none. */
    public SnapshotBeyondHeadException(StreamId stream, String snapshotType, long version, long head) {
        super("snapshot " + snapshotType + " of stream " + stream + ": expected version " + version
                + " to be in the stream, found " + (head == 0 ? "no stream" : "its last version " + head));
        this.stream = stream;
        this.version = version;
        this.head = head;
    }

    /** The stream. */
    public StreamId stream() {
        return stream;
    }

    /** The version of the snapshot. */
    public long version() {
        return version;
    }

    /** The version of the last event of the stream; 0 if there is no such stream. */
    public long head() {
        return head;
    }
}
