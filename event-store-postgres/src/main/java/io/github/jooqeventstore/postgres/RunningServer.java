package io.github.jooqeventstore.postgres;

/** A server that answers, and how to end it. */
interface RunningServer extends AutoCloseable {
    String jdbcUrl();

    String user();

    String password();

    /** Stops what is ours. */
    @Override
    void close();
}
