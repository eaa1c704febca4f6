package io.github.jooqeventstore.postgres;

import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/** A server that somebody else runs. */
record GivenServer(String jdbcUrl, String user, String password) implements RunningServer {

    static GivenServer of(String url, @Nullable String user, @Nullable String password) {
        Properties parts = Driver.parseURL(url, new Properties());
        if (parts == null) {
            throw new PostgresServerException(
                    "eventstore.postgres.url: expected jdbc:postgresql://host:port/database, found "
                            + JdbcUrl.withoutParameters(url));
        }
        return new GivenServer(
                url,
                // The driver, too, takes the account's name where none is given.
                user != null ? user : parts.getProperty("user", System.getProperty("user.name")),
                password != null ? password : parts.getProperty("password", ""));
    }

    @Override
    public String description() {
        return "at " + JdbcUrl.withoutParameters(jdbcUrl);
    }

    @Override
    public void close() {
        // Not ours to stop.
    }

    @Override
    public String toString() {
        return description();
    }
}
