package io.github.jooqeventstore.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class GivenServerTest {
    private static PostgresServer somebodys;

    @BeforeAll
    static void start() {
        somebodys = PostgresServer.start(PostgresOptions.fromSystemProperties().mode(PostgresOptions.Mode.EMBEDDED));
    }

    @AfterAll
    static void stop() {
        somebodys.close();
    }

    @Test
    void isTakenBeforeAnyOther() throws SQLException {
        try (PostgresServer server = PostgresServer.start(given())) {
            assertThat(server.choice())
                    .startsWith("PostgreSQL ")
                    .endsWith(" at " + somebodys.jdbcUrl() + " (its URL was given)");
        }
        try (Connection connection = somebodys.dataSource().getConnection()) {
            assertThat(connection.isValid(1)).as("it still runs").isTrue();
        }
    }

    @Test
    void mayHaveItsLoginInTheUrlWhichIsNeverPrinted() throws SQLException {
        String url = somebodys.jdbcUrl() + "?user=" + somebodys.user() + "&password=" + somebodys.password();
        PostgresOptions options = PostgresOptions.defaults().url(url);
        try (PostgresServer server = PostgresServer.start(options);
                Connection connection = server.dataSource().getConnection()) {
            assertThat(connection.isValid(1)).isTrue();
            assertThat(server.choice() + options).doesNotContain(somebodys.password());
            assertThat(server.createDatabase("beside")).startsWith("jdbc:").contains("/beside?user=");
        }
    }

    @Test
    void isRefusedInAnotherVersion() {
        assertThatThrownBy(() -> PostgresServer.start(given().version("12")))
                .isInstanceOf(PostgresServerException.class)
                .hasMessageContaining(somebodys.jdbcUrl() + ": expected version 12, found 1");
    }

    @Test
    void isRefusedWhenNobodyAnswers() throws Exception {
        assertThatThrownBy(() ->
                        PostgresServer.start(given().url("jdbc:postgresql://127.0.0.1:" + Ports.free() + "/postgres")))
                .isInstanceOf(PostgresServerException.class)
                .hasMessageContaining("expected an answer within 10 seconds, found ");
    }

    @Test
    void needsItsUrl() {
        assertThatThrownBy(() -> PostgresServer.start(PostgresOptions.defaults().mode(PostgresOptions.Mode.URL)))
                .hasMessage("mode url: expected a URL in eventstore.postgres.url, found none");
        assertThatThrownBy(
                        () -> PostgresServer.start(PostgresOptions.defaults().url("jdbc:mysql://here/db?password=x")))
                .hasMessage("eventstore.postgres.url: expected jdbc:postgresql://host:port/database, "
                        + "found jdbc:mysql://here/db");
    }

    private static PostgresOptions given() {
        return PostgresOptions.defaults()
                .url(somebodys.jdbcUrl())
                .user(somebodys.user())
                .password(somebodys.password());
    }
}
