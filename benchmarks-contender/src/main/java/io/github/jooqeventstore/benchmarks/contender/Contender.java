package io.github.jooqeventstore.benchmarks.contender;

import java.util.Collection;

/**
 * Something that keeps events, in a database of its own: what the benchmarks ask of each. Safe for use by many threads.
 *
 * <p>One of another maker's has a public constructor that takes URL, user and password of the database, each a text.
 */
public interface Contender extends AutoCloseable {

    /** The most connections that a contender may have open: the same for all. */
    int CONNECTIONS = 16;

    /** Creates what it keeps events in, in an empty database. */
    void createTables() throws Exception;

    /**
     * Appends so many {@link SampleEvent}s to a stream, durable when it returns.
     *
     * @param version the version of the stream's last event, 0 for a stream that is not there yet
     */
    void append(String stream, long version, int events) throws Exception;

    /** All events of a stream in their order, as objects, as a program gets them. */
    Collection<?> load(String stream) throws Exception;

    @Override
    void close();
}
