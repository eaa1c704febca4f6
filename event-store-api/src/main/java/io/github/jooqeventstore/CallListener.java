package io.github.jooqeventstore;

/**
 * Is told how each call to a store of this program has ended and how long it took: for metrics. {@link EventStoreMeters} is one.
 *
 * <p>It is called once a call, by the thread that has made it, before the call returns; of an asynchronous append by the thread
 * that completes it, and of one that was cancelled not at all. Be brief, and send nothing to the database. It is shown no
 * event, and what it throws is logged and does not reach the call.
 */
@FunctionalInterface
public interface CallListener {

    /**
     * A call has ended.
     *
     * @param call what was asked for
     * @param outcome what came of it
     * @param events how many events were written or read; 0 unless it is done. An append that finds its events stored already
     *     has written none
     * @param nanos how long it took, with everything: encoding, waiting for a connection or for a group, the statement, its
     *     commit unless that is the caller's, decoding
     */
    void ended(Call call, Outcome outcome, long events, long nanos);

    /** What is asked of a store. */
    enum Call {
        /** An append to one or several streams, in a group or not. */
        APPEND,
        /** An import: {@code appendAll}. */
        IMPORT,
        /** A read of one stream; of a lazy one, each page. */
        LOAD,
        /** A read by filter; of a lazy one, each page. */
        QUERY,
        /** A page of all events, in their final order; subscriptions and projections read so. */
        READ_ALL
    }

    /** What comes of a call. */
    enum Outcome {
        /** What was asked for. */
        DONE,
        /** Somebody else was there first: the stream has another version, or PostgreSQL ended the transaction. Usual. */
        CONFLICT,
        /** What was asked for cannot be: bad input, an archived stream, an id that belongs to another event. */
        REFUSED,
        /** It could not be done, or nobody knows: the database, the connection, the time. */
        FAILED
    }
}
