package io.github.jooqeventstore.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.jooqeventstore.postgres.PostgresOptions.Mode;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A PostgreSQL in a real engine, with the image that {@code eventstore.postgres.image} names.
 *
 * <p>Runs where profile {@code docker} is asked for, and fails then where there is no engine.
 */
@Tag("docker")
class DockerServerTest {

    private final PostgresOptions options = PostgresOptions.fromSystemProperties();

    @Test
    void isStartedAsAskedFor() throws SQLException {
        PostgresOptions asked = options.mode(Mode.DOCKER)
                .user("somebody")
                .password("a 'quoted' \"word\"")
                .setting("max_connections", "17");
        try (PostgresServer server = PostgresServer.start(asked);
                Connection connection = server.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select current_setting('max_connections'), current_user")) {
            row.next();
            assertThat(row.getString(1)).isEqualTo("17");
            assertThat(row.getString(2)).isEqualTo("somebody");
            assertThat(server.createDatabase("shop")).endsWith("/shop");
            assertThat(server.choice())
                    .contains(" in Docker, image " + options.image())
                    .doesNotContain("quoted");
        }
    }

    @Test
    void isTakenBeforeTheEmbeddedOne() {
        try (PostgresServer server = PostgresServer.start(options.mode(Mode.AUTO))) {
            assertThat(server.choice()).contains(" in Docker, ").endsWith(" has the image " + options.image() + ")");
        }
    }

    @Test
    void isGoneWhenItIsClosed() throws Exception {
        String before = containers();
        try (PostgresServer server = PostgresServer.start(options.mode(Mode.DOCKER))) {
            assertThat(server.choice()).contains(" in Docker, ");
            assertThat(containers()).isNotEqualTo(before);
        }
        assertThat(containers()).isEqualTo(before);
    }

    @Test
    void isRefusedWithoutItsImageAndWithoutALongWait() {
        long start = System.nanoTime();
        assertThatThrownBy(() -> PostgresServer.start(options.mode(Mode.DOCKER).image("localhost:1/no/such:image")))
                .isInstanceOf(PostgresServerException.class)
                .hasMessageContaining("has no image localhost:1/no/such:image and cannot pull it: ");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
    }

    /** All that the engine has, running or not, as it lists them; their ages are told in whole seconds and left out. */
    private static String containers() throws Exception {
        String address = Objects.requireNonNull(
                EngineAddress.configured(System.getenv(), Path.of(System.getProperty("user.home"))));
        EngineSocket engine = Objects.requireNonNull(EngineAddress.of(address, System.getenv()));
        Duration limit = Duration.ofSeconds(5);
        EngineSocket.Reply reply = engine.request("GET", "/containers/json?all=1", limit, limit);
        assertThat(reply.ok()).isTrue();
        return reply.body().replaceAll("\"Status\":\"[^\"]*\"", "");
    }
}
