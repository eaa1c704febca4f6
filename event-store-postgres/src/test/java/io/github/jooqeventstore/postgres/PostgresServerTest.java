package io.github.jooqeventstore.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class PostgresServerTest {
    @Test
    void createsDatabases() throws SQLException {
        try (var server = PostgresServer.start(PostgresOptions.defaults().mode(PostgresOptions.Mode.EMBEDDED))) {
            String url = server.createDatabase("Orders & \"more\"");
            try (var connection = DriverManager.getConnection(url, server.user(), server.password());
                    var rows = connection.createStatement().executeQuery("select current_database()")) {
                rows.next();
                assertThat(rows.getString(1)).isEqualTo("Orders & \"more\"");
            }
        }
    }
}
