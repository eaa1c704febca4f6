package io.github.jooqeventstore.postgres;

/** A server that answers, and how to end it. */
sealed interface RunningServer extends AutoCloseable permits GivenServer, DockerServer, EmbeddedServer {
    /** {@return the URL of a database that is there} */
    String jdbcUrl();

    String user();

    String password();

    /** {@return what and where it is, to follow "PostgreSQL 18.6"} */
    String description();

    /** Stops what is ours, once. */
    @Override
    void close();
}
