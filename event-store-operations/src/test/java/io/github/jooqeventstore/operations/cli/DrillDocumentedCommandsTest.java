package io.github.jooqeventstore.operations.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.jooqeventstore.operations.Progress;
import io.github.jooqeventstore.operations.TestStore;
import io.github.jooqeventstore.operations.backup.Catalog;
import io.github.jooqeventstore.operations.backup.EventsBackup;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page about disasters, run from its first line to its last. */
class DrillDocumentedCommandsTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    @Test
    void doesWhatThePageSays() {
        TestStore store = TestStore.create();
        store.append(50);
        Path backups = folder.resolve("backups");
        EventsBackup.take(
                store.target(), Catalog.openOrCreate(backups), EventsBackup.Options.defaults(), Progress.NONE);
        Path metrics = folder.resolve("metrics");
        Path metric = metrics.resolve("event_store_drill.prom");

        DocumentedCommands.page("disaster-recovery.md")
                .replacing("/var/lib/drills", folder.resolve("drills").toString())
                .replacing("/var/lib/node-exporter", metrics.toString())
                .replacing("/var/backups/orders", backups.toString())
                .replacing(
                        "/usr/lib/postgresql/18/bin",
                        TestStore.programs().folders().getFirst().toString())
                .before(
                        "event-store dr drill --tier basic --rto",
                        () -> assertThat(metric)
                                .content()
                                .contains("event_store_drill_lost_events{tier=\"critical\"} 0\n"))
                .before(
                        "event-store backup verify",
                        () -> assertThat(Files.exists(metric)).isFalse())
                .run();
    }
}
