package io.github.jooqeventstore.postgres;

/** A server that somebody else runs. */
record GivenServer(String jdbcUrl, String user, String password) implements RunningServer {
    @Override
    public void close() {
        // Not ours to stop.
    }

    @Override
    public String toString() {
        return JdbcUrl.withoutParameters(jdbcUrl);
    }
}
