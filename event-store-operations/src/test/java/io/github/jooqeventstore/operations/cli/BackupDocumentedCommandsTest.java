package io.github.jooqeventstore.operations.cli;

import io.github.jooqeventstore.operations.TestStore;
import io.github.jooqeventstore.operations.backup.Backup;
import io.github.jooqeventstore.operations.backup.BackupKind;
import io.github.jooqeventstore.operations.backup.Catalog;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page is one night: twenty events, ten more, a new database, ten events that must go, the whole database. */
@Tag("postgres-programs")
class BackupDocumentedCommandsTest {
    private static final String ID = "2026-11-25T093000.000Z-events";

    @Test
    void doWhatThePageSays(@TempDir Path folder) {
        TestStore store = TestStore.create();
        TestStore fresh = TestStore.withoutSchema();
        Catalog catalog = new Catalog(folder.resolve("backups"));
        store.append(20);
        String server = "jdbc:postgresql://" + store.target().host() + ":"
                + store.target().port();
        DocumentedCommands commands = DocumentedCommands.page("backup-and-restore.md");

        commands.on(store.target())
                .replacing("/var/backups/orders", catalog.folder().toString())
                .replacing("jdbc:postgresql://db.example.com:5432", server)
                .replacing("orders_new", fresh.target().database())
                .replacing("orders_restored", store.target().database() + "_restored")
                .replacing("orders", store.target().database())
                .before("event-store backup events --to /var/backups/orders --from last", () -> store.append(10))
                .before("event-store restore events", () -> commands.replacing(ID, lastOfEvents(catalog)))
                .before(
                        "event-store restore events --in /var/backups/orders " + ID + " --into-existing",
                        () -> store.append(10))
                .byHand("createdb orders_new", () -> {})
                .run();
    }

    private static String lastOfEvents(Catalog catalog) {
        return catalog.newest(backup -> backup.manifest().kind() == BackupKind.EVENTS)
                .map(Backup::id)
                .orElseThrow();
    }
}
