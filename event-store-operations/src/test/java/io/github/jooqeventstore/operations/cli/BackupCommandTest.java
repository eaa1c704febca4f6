package io.github.jooqeventstore.operations.cli;

import static io.github.jooqeventstore.schema.Tables.EVENTS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.jooqeventstore.operations.OperationsDatabase;
import io.github.jooqeventstore.operations.TestStore;
import io.github.jooqeventstore.operations.backup.Backup;
import io.github.jooqeventstore.operations.backup.Catalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class BackupCommandTest {
    private static final JsonMapper JSON = new JsonMapper();

    private final TestStore store = TestStore.create();
    private final String backups;

    BackupCommandTest(@TempDir Path folder) {
        backups = folder.resolve("backups").toString();
    }

    @Test
    void takesListsVerifiesAndRestores() {
        store.append(20);
        Cli taken = Cli.on(store.target(), "backup", "events", "--to", backups);
        store.append(10);
        Cli second = Cli.on(store.target(), "backup", "events", "--to", backups, "--from", "last", "--json");
        Cli verified = Cli.call("backup", "verify", "--in", backups, "last");
        Cli listed = Cli.call("backup", "list", "--in", backups, "--json");
        TestStore other = TestStore.withoutSchema();
        Cli restored = Cli.on(other.target(), "restore", "events", "--in", backups, "last");

        assertThat(taken.code()).isZero();
        assertThat(taken.out()).contains("events    20 in 2 streams");
        assertThat(JSON.readTree(second.out()).at("/range/after").asLong()).isEqualTo(20);
        assertThat(verified.code()).isZero();
        JsonNode lines = JSON.readTree(listed.out());
        assertThat(lines.size()).isEqualTo(2);
        assertThat(lines.at("/0/verified").asString()).isEqualTo("shallow");
        assertThat(lines.at("/1/parent").asString()).isEqualTo(lines.at("/0/id").asString());
        assertThat(restored.err()).contains("compare with the manifest");
        assertThat(restored.code()).isZero();
        assertThat(restored.out()).contains("30 in 3 streams, the last at position 30");
        assertThat(other.dsl().fetchCount(EVENTS)).isEqualTo(30);
    }

    @Test
    void showsAPlanBeforeItReplacesAnything() {
        store.append(10);
        Cli.on(store.target(), "backup", "events", "--to", backups);
        store.append(10);
        String name = store.target().database() + ".event_store";
        String[] restore = {"restore", "events", "--in", backups, "last", "--into-existing"};

        Cli plan = Cli.on(store.target(), restore);
        Cli unnamed = Cli.on(store.target(), with(restore, "--execute", "--confirm", "event_store"));
        int before = store.dsl().fetchCount(EVENTS);
        Cli done = Cli.on(store.target(), with(restore, "--execute", "--confirm", name));

        assertThat(plan.code()).isZero();
        assertThat(plan.out())
                .contains("10 events behind the restored ones will not be there")
                .contains("--execute --confirm " + name);
        assertThat(unnamed.code()).isEqualTo(5);
        assertThat(before).isEqualTo(20);
        assertThat(done.code()).isZero();
        assertThat(store.dsl().fetchCount(EVENTS)).isEqualTo(10);
    }

    @Test
    void findsAFlippedByte() throws IOException {
        store.append(10);
        Cli.on(store.target(), "backup", "events", "--to", backups);
        Backup backup = Catalog.open(Path.of(backups)).backups().getFirst();
        for (var file : backup.manifest().files()) {
            byte[] bytes = Files.readAllBytes(backup.file(file.path()));
            bytes[bytes.length / 2] ^= 1;
            Files.write(backup.file(file.path()), bytes);

            Cli found = Cli.call("backup", "verify", "--in", backups, backup.id());

            assertThat(found.code()).as(file.path()).isEqualTo(7);
            assertThat(found.err()).contains(file.path());
            bytes[bytes.length / 2] ^= 1;
            Files.write(backup.file(file.path()), bytes);
        }
        assertThat(Cli.call("backup", "list", "--in", backups).out()).contains("failed");
        assertThat(Cli.call("backup", "verify", "--in", backups, backup.id()).code())
                .isZero();
    }

    @Test
    void findsAnEmptyOneWithoutARestore() {
        Cli.on(store.target(), "backup", "events", "--to", backups);

        Cli found = Cli.call("backup", "verify", "--in", backups, "last");

        assertThat(found.code()).isEqualTo(7);
        assertThat(found.err()).contains("expected 1 events or more, found 0");
        assertThat(Cli.call("backup", "list", "--in", backups).out()).contains("failed");
        assertThat(Cli.call("backup", "verify", "--in", backups, "--min-events", "0", "last")
                        .code())
                .isZero();
    }

    @Test
    void findsThatEventsHaveGoneSinceTheLastVerifiedOne() {
        store.append(20);
        Cli.on(store.target(), "backup", "events", "--to", backups);
        store.append(10);
        Cli.on(store.target(), "backup", "events", "--to", backups, "--from", "last");
        String last = Catalog.open(Path.of(backups)).backups().getLast().id();
        int whole = Cli.call("backup", "verify", "--in", backups, last).code();
        removeAStream();
        Cli.on(store.target(), "backup", "events", "--to", backups);

        Cli found = Cli.call("backup", "verify", "--in", backups, "last");

        assertThat(whole).isZero();
        assertThat(found.code()).isEqualTo(7);
        assertThat(found.err()).contains("expected the 30 events of backup " + last + " or more, found 20");
        assertThat(Catalog.open(Path.of(backups)).backups().getLast().verified())
                .isFalse();
    }

    // As somebody does who goes past the triggers.
    private void removeAStream() {
        try (OperationsDatabase database = OperationsDatabase.open(store.target())) {
            database.dsl().execute("set session_replication_role = replica");
            database.dsl().execute("delete from event_store.events where position <= 10");
            database.dsl()
                    .execute("delete from event_store.streams s where not exists"
                            + " (select from event_store.events e where e.stream_id = s.stream_id)");
        }
    }

    @Test
    void saysWhatCannotBeUnderstood() {
        assertThat(Cli.call("backup").code()).isEqualTo(2);
        assertThat(Cli.call("restore").code()).isEqualTo(2);
        assertThat(Cli.call("backup", "list", "--in", backups).code()).isEqualTo(2);
        assertThat(Cli.on(store.target(), "backup", "events", "--to", backups, "--from", "yesterday")
                        .code())
                .isEqualTo(2);
        assertThat(Cli.on(store.target(), "backup", "events", "--to", "/dev/null/x")
                        .code())
                .isEqualTo(2);
    }

    private static String[] with(String[] some, String... more) {
        return java.util.stream.Stream.of(some, more)
                .flatMap(java.util.Arrays::stream)
                .toArray(String[]::new);
    }
}
