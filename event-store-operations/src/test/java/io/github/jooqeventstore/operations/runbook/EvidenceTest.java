package io.github.jooqeventstore.operations.runbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.jooqeventstore.EventStore;
import io.github.jooqeventstore.ExpectedVersion;
import io.github.jooqeventstore.JsonEvent;
import io.github.jooqeventstore.NewEvent;
import io.github.jooqeventstore.StreamId;
import io.github.jooqeventstore.operations.DatabaseTarget;
import io.github.jooqeventstore.operations.OwnServer;
import io.github.jooqeventstore.operations.TestStore;
import io.github.jooqeventstore.operations.cli.Cli;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is gathered of a server that has logged and shown what nobody else may see. */
class EvidenceTest {
    private static final String PAYLOAD = "Ada-Lovelace-4711";
    private static final String SECRET = "open-sesame-of-nobody";

    @TempDir
    private Path folder;

    @SuppressWarnings("NullAway.Init") // set by each test
    private DatabaseTarget target;

    private OwnServer talkingTooMuch() throws SQLException {
        OwnServer server = OwnServer.in(
                folder.resolve("server"),
                Map.of("fsync", "off", "log_statement", "all", "log_min_duration_statement", "0"));
        target = server.target();
        try (Connection connection = target.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create role somebody login password '" + SECRET + "'");
            statement.execute("alter system set primary_conninfo = 'host=other password=" + SECRET + "'");
            statement.execute("alter database postgres set my.token = '" + SECRET + "'");
            statement.execute("select pg_reload_conf()");
            statement.execute("insert into event_store.subscriptions (name, partition, partitions, position, epoch,"
                    + " stopped_at, last_error) values ('mail', 0, 1, 0, 1, now(), 'no such customer: " + PAYLOAD
                    + "')");
            fails(statement, "select '" + PAYLOAD + "'::int");
            fails(statement, "select 1 / 0 -- ERROR:  " + PAYLOAD);
            fails(statement, "do $$ begin raise exception 'customer " + PAYLOAD + " unknown'; end $$");
            fails(
                    statement,
                    "do $$ begin raise log 'customer " + PAYLOAD + " seen'; end $$; select\n1\nfrom " + PAYLOAD);
        }
        return server;
    }

    private static void fails(Statement statement, String sql) {
        assertThatThrownBy(() -> statement.execute(sql)).isInstanceOf(SQLException.class);
    }

    private Cli collect(String name, String... more) {
        return Cli.on(
                target,
                Stream.concat(
                                Stream.of(
                                        "runbook",
                                        "collect",
                                        "--output",
                                        folder.resolve(name).toString(),
                                        "--log",
                                        folder.resolve("server/server.log").toString()),
                                Stream.of(more))
                        .toArray(String[]::new));
    }

    private Map<String, String> parts(String name) throws IOException {
        Map<String, String> parts = new LinkedHashMap<>();
        try (var zip = new ZipInputStream(Files.newInputStream(folder.resolve(name)))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                parts.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return parts;
    }

    private void assertNothingSecret(Map<String, String> parts) {
        String password = Objects.requireNonNull(target.password());
        assertThat(parts)
                .isNotEmpty()
                .allSatisfy((part, text) -> assertThat(text)
                        .as(part)
                        .doesNotContain(PAYLOAD)
                        .doesNotContain(SECRET)
                        .doesNotContain(password));
    }

    @Test
    void isTheWholeSystemWithoutPayloadsAndSecrets() throws Exception {
        try (OwnServer server = talkingTooMuch();
                Connection open = target.dataSource().getConnection()) {
            open.setAutoCommit(false);
            EventStore.using(DSL.using(open, SQLDialect.POSTGRES))
                    .append(
                            StreamId.of("customer-1"),
                            ExpectedVersion.noStream(),
                            NewEvent.of(new JsonEvent("CustomerNamed", "{\"name\": \"" + PAYLOAD + "\"}")));
            open.createStatement().execute("select '" + PAYLOAD + "'");
            // What is behind it waits for it.
            TestStore.append(server.dsl(), 10);

            Cli call = collect("evidence.zip");

            assertThat(call.code()).as(call.shown()).isZero();
            assertThat(call.out()).contains("evidence  " + folder.resolve("evidence.zip"));
        }
        Map<String, String> parts = parts("evidence.zip");
        assertNothingSecret(parts);
        assertThat(Files.getPosixFilePermissions(folder.resolve("evidence.zip")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(parts.get("activity.json")).contains("idle in transaction");
        assertThat(parts.get("settings.json")).contains("log_statement", "primary_conninfo", "(set, not shown)");
        assertThat(parts.get("store.json")).contains("held back by", "session of pid ");
        assertThat(parts.get("subscriptions.json")).contains("mail", "\"has_error\" : true");
        assertThat(parts.get("server.log"))
                .contains("ERROR:  invalid input syntax for type integer: …", "ERROR:  division by zero", "LOG:  …");
        assertThat(parts)
                .containsKeys(
                        "versions.json",
                        "machine.txt",
                        "disk.json",
                        "data-folder.json",
                        "server.json",
                        "locks.json",
                        "replication.json",
                        "slots.json",
                        "archiver.json",
                        "connections.json",
                        "migrations.json",
                        "health-ready.json",
                        "health-deep.json",
                        "figures.prom",
                        "collected.json");
    }

    @Test
    void isWhatCanBeHadOfAServerThatIsDown() throws Exception {
        Cli call;
        try (OwnServer server = talkingTooMuch()) {
            server.signal("STOP");
            assertThat(collect("of-a-silent-server.zip").code()).isEqualTo(10);
            assertThat(parts("of-a-silent-server.zip"))
                    .containsKey("server.log")
                    .doesNotContainKey("activity.json");
            server.signal("KILL");
            call = collect(
                    "evidence.zip", "--data", folder.resolve("server/data").toString());
        }

        assertThat(call.code()).as(call.shown()).isEqualTo(10);
        assertThat(call.out()).contains("missing   activity.json: database postgres on");
        Map<String, String> parts = parts("evidence.zip");
        assertNothingSecret(parts);
        assertThat(parts.keySet())
                .containsExactlyInAnyOrder(
                        "versions.json",
                        "machine.txt",
                        "disk.json",
                        "server.log",
                        "data-folder.json",
                        "health-ready.json",
                        "collected.json");
        assertThat(parts.get("health-ready.json")).contains("\"healthy\" : false");
        assertThat(parts.get("data-folder.json")).contains("pg_wal bytes");
        assertThat(parts.get("collected.json")).contains("activity.json", "Connection");
    }

    @Test
    void isNeverOverwrittenAndHasItsNameOnlyAsAWhole() throws IOException {
        target = TestStore.create().target();
        Files.writeString(folder.resolve("evidence.zip"), "of last night");

        Cli refused = collect("evidence.zip");
        Cli nowhere = collect("no-folder/evidence.zip");

        assertThat(refused.code()).isEqualTo(5);
        assertThat(Files.readString(folder.resolve("evidence.zip"))).isEqualTo("of last night");
        assertThat(nowhere.code()).isEqualTo(2);
        assertThat(collect("other.zip", "--log-kb", "0").code()).isEqualTo(2);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactly("evidence.zip");
        }
    }
}
