package io.github.jooqeventstore.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class EmbeddedServerTest {
    private static final PostgresOptions EMBEDDED =
            PostgresOptions.fromSystemProperties().mode(PostgresOptions.Mode.EMBEDDED);

    @Nested
    class WhileItRuns {
        private static PostgresServer server;

        @BeforeAll
        static void start() {
            server = PostgresServer.start(EMBEDDED.settings(
                    Map.of("max_prepared_transactions", "7", "application_name", "it's a \\ name", "fsync", "on")));
        }

        @AfterAll
        static void stop() {
            server.close();
        }

        @Test
        void isOfTheVersionThatWasAskedFor() throws SQLException {
            String asked = EMBEDDED.version();
            assertThat(show("server_version")).startsWith((asked == null ? "18" : asked) + ".");
        }

        @Test
        void saysWhatItIsAndWhy() throws SQLException {
            assertThat(server.choice())
                    .isEqualTo("PostgreSQL " + show("server_version") + " embedded, at " + server.jdbcUrl()
                            + ", data thrown away at the end (mode embedded)");
        }

        @Test
        void takesSettings() throws SQLException {
            assertThat(show("max_prepared_transactions")).isEqualTo("7");
            assertThat(show("fsync")).isEqualTo("on");
            assertThat(show("full_page_writes")).isEqualTo("off");
        }

        @Test
        void wantsAPassword() {
            assertThatThrownBy(() -> DriverManager.getConnection(server.jdbcUrl(), server.user(), "wrong"))
                    .hasMessageContaining("password authentication failed");
        }

        @Test
        void createsADatabaseOfAnyName() throws SQLException {
            String url = server.createDatabase("Orders & \"more\"?");
            try (Connection connection = DriverManager.getConnection(url, server.user(), server.password())) {
                assertThat(connection.getCatalog()).isEqualTo("Orders & \"more\"?");
            }
        }

        @Test
        void refusesADatabaseThatExists() {
            server.createDatabase("twice");
            assertThatThrownBy(() -> server.createDatabase("twice"))
                    .isInstanceOf(PostgresServerException.class)
                    .hasMessageContaining("database twice: expected to create it, found ")
                    .hasMessageContaining("already exists");
        }

        private static String show(String setting) throws SQLException {
            return firstCell(server.dataSource().getConnection(), "show " + setting);
        }
    }

    @Nested
    class WhenItIsThrownAway {
        @Test
        void leavesNeitherServerNorData() throws SQLException {
            PostgresServer server = PostgresServer.start(EMBEDDED);
            Path data = Path.of(firstCell(server.dataSource().getConnection(), "show data_directory"));
            assertThat(data).isDirectory();
            server.close();
            server.close();
            assertThat(data.getParent()).doesNotExist();
            assertThatThrownBy(() -> DriverManager.getConnection(server.jdbcUrl(), "postgres", ""))
                    .hasMessageContaining("refused");
        }

        @Test
        void leavesNeitherServerNorDataWhenItsJvmIsKilled() throws Exception {
            try (ServerProcess jvm = ServerProcess.start(EMBEDDED)) {
                Path folder = Path.of(jvm.folder());
                ProcessHandle server = serverIn(folder);
                jvm.kill();
                Eventually.holds("the server's end", () -> !server.isAlive());
                Eventually.holds("the folder's end", () -> !Files.exists(folder));
            }
        }

        @Test
        void isCleanedUpByALaterStartWhenTheWatchdogIsKilledToo() throws Exception {
            try (ServerProcess jvm = ServerProcess.start(EMBEDDED)) {
                Path folder = Path.of(jvm.folder());
                ProcessHandle server = serverIn(folder);
                jvm.watchdogs().forEach(ProcessHandle::destroyForcibly);
                jvm.kill();
                assertThat(server.isAlive()).isTrue();
                Files.setLastModifiedTime(folder, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
                PostgresServer.start(EMBEDDED).close();
                assertThat(folder).doesNotExist();
                Eventually.holds("the server's end", () -> !server.isAlive());
            }
        }
    }

    @Nested
    class WhenItCannotStart {
        @Test
        void quotesTheServersLog() {
            assertThatThrownBy(() -> PostgresServer.start(EMBEDDED.setting("no_such_setting", "1")))
                    .isInstanceOf(PostgresServerException.class)
                    .hasMessageContaining("expected it to start, found: ")
                    .hasMessageContaining("unrecognized configuration parameter \"no_such_setting\"");
        }

        @Test
        void saysWhichBinariesAreMissing() {
            assertThatThrownBy(() -> PostgresServer.start(EMBEDDED.version("12")))
                    .isInstanceOf(PostgresServerException.class)
                    .hasMessageContaining("embedded PostgreSQL: expected binaries of version 12 (postgres-")
                    .hasMessageContaining("on the class path, found 1")
                    .hasMessageContaining("-Deventstore.postgres.version=12");
        }
    }

    static ProcessHandle serverIn(Path folder) throws Exception {
        String pid = Files.readAllLines(folder.resolve("data/postmaster.pid")).getFirst();
        return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    }

    static String firstCell(Connection connection, String sql) throws SQLException {
        try (connection;
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
