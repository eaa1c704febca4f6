package io.github.jooqeventstore.operations.cli;

import io.github.jooqeventstore.operations.OperationsDatabase;
import io.github.jooqeventstore.operations.TestStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pages about verification and schedules. */
class VerificationDocumentedCommandsTest {
    private static final String REPLICA = "set session_replication_role = replica; ";
    private static final String DELETE = "delete from event_store.events where position = 5";
    private static final String ALTER = "update event_store.events set metadata = '[7]' where position = 7";

    private final TestStore store = TestStore.create();

    @TempDir
    private Path folder;

    @Test
    void ofVerificationAreTrue() {
        store.append(30);
        DocumentedCommands.page("verification.md")
                .on(store.target())
                .replacing("/var/lib/event-store", folder.toString())
                .replacing("/var/backups/orders", folder.resolve("orders").toString())
                .replacing(
                        "jdbc:postgresql://scratch/postgres",
                        TestStore.withoutSchema().url())
                .byHand("psql -c \"" + REPLICA + DELETE + "\"", () -> tamper(DELETE))
                .byHand("psql -c \"" + REPLICA + ALTER + "\"", () -> tamper(ALTER))
                .before("event-store backup events", this::heal)
                .run();
    }

    private void tamper(String sql) {
        try (OperationsDatabase database = OperationsDatabase.open(store.target())) {
            database.dsl().execute("set session_replication_role = replica");
            database.dsl().execute(sql);
        }
    }

    private void heal() {
        tamper("delete from event_store.events where stream_id ="
                + " (select stream_id from event_store.events where position = 6)");
        tamper("delete from event_store.streams s where not exists"
                + " (select from event_store.events e where e.stream_id = s.stream_id)");
    }

    @Test
    void ofSchedulesAreTrue() throws IOException {
        Files.createDirectories(folder.resolve("orders"));

        DocumentedCommands.page("schedules.md")
                .on(store.target())
                .replacing("/opt/event-store", folder.toString())
                .replacing("/var/backups/orders", folder.resolve("orders").toString())
                .run();
    }
}
