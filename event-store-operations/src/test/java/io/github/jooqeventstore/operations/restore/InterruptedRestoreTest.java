package io.github.jooqeventstore.operations.restore;

import static io.github.jooqeventstore.schema.Tables.EVENTS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.jooqeventstore.operations.Await;
import io.github.jooqeventstore.operations.OperationsDatabase;
import io.github.jooqeventstore.operations.OwnServer;
import io.github.jooqeventstore.operations.Progress;
import io.github.jooqeventstore.operations.TestStore;
import io.github.jooqeventstore.operations.backup.Catalog;
import io.github.jooqeventstore.operations.backup.EventsBackup;
import io.github.jooqeventstore.operations.backup.FullBackup;
import io.github.jooqeventstore.operations.cli.EventStoreProgram;
import io.github.jooqeventstore.operations.process.PostgresPrograms;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ctrl-C while a restore is at work: nothing is there under a final name, and nothing of what was begun. */
class InterruptedRestoreTest {
    private final Path folder;
    private final OwnServer server;
    private final Catalog catalog;

    InterruptedRestoreTest(@TempDir Path folder) {
        this.folder = folder;
        server = OwnServer.in(folder.resolve("server"), Map.of("fsync", "off"));
        catalog = Catalog.openOrCreate(folder.resolve("backups"));
        TestStore.append(server.dsl(), 100);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void ofEventsLeavesTheLiveStoreAsItWas() throws Exception {
        EventsBackup.take(server.target(), catalog, EventsBackup.Options.defaults(), Progress.NONE);
        TestStore.append(server.dsl(), 10);
        try (var reader = OperationsDatabase.open(server.target());
                var program = start(
                        "restore",
                        "events",
                        "--into-existing",
                        "--execute",
                        "--confirm",
                        server.target().database() + ".event_store",
                        "--in",
                        catalog.folder().toString(),
                        "last")) {
            holdBack(reader, "event_store.events", "access share");
            Await.until("the swap waits for a reader", () -> waits(reader, "event_store.events"));

            program.signal("TERM");

            assertThat(program.await()).as(program.said()).isEqualTo(143);
        }
        assertThat(server.dsl()
                        .fetch("select nspname::text from pg_namespace where nspname like 'event%'")
                        .getValues(0, String.class))
                .isEqualTo(List.of("event_store"));
        assertThat(server.dsl().fetchCount(EVENTS)).isEqualTo(110);
    }

    @Test
    @Tag("postgres-programs")
    void ofADatabaseLeavesNoDatabase() throws Exception {
        var programs = PostgresPrograms.of(null, System.getenv("PATH"));
        FullBackup.take(server.target(), catalog, new FullBackup.Options(false, programs), Progress.NONE);
        List<String> before = databases();
        try (var other = OperationsDatabase.open(server.target());
                var program = start(
                        "restore",
                        "db",
                        "--into",
                        "fresh",
                        "--in",
                        catalog.folder().toString(),
                        "last")) {
            Await.until(
                    "the new database is begun",
                    () -> other.dsl()
                            .fetchExists(
                                    org.jooq.impl.DSL.table("pg_database"),
                                    org.jooq.impl.DSL.condition("datname like 'fresh_restore_%'")));
            // Whoever logs in reads this one: each further connection of the restore waits.
            holdBack(other, "pg_catalog.pg_authid", "access exclusive");
            Await.until("a connection waits", () -> waits(other, "pg_catalog.pg_authid"));

            program.signal("TERM");
            other.connection().rollback();

            assertThat(program.await()).as(program.said()).isEqualTo(143);
        }
        Await.until("what was begun is gone", () -> databases().equals(before));
    }

    private EventStoreProgram start(String... arguments) throws IOException {
        return EventStoreProgram.start(server.target(), folder.resolve("output"), arguments);
    }

    private List<String> databases() {
        return server.dsl()
                .fetch("select datname::text from pg_database order by 1")
                .getValues(0, String.class);
    }

    private static void holdBack(OperationsDatabase database, String table, String mode) throws SQLException {
        database.connection().setAutoCommit(false);
        database.dsl().execute("lock table " + table + " in " + mode + " mode");
    }

    // PostgreSQL's own view: jOOQ has no class for it.
    private static boolean waits(OperationsDatabase database, String table) {
        return database.dsl()
                .fetchSingle("select count(*) > 0 as waits from pg_locks where not granted and relation = '" + table
                        + "'::regclass")
                .get("waits", Boolean.class);
    }
}
