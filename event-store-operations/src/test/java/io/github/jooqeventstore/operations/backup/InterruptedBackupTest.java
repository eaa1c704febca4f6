package io.github.jooqeventstore.operations.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.jooqeventstore.operations.Await;
import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsException;
import io.github.jooqeventstore.operations.Progress;
import io.github.jooqeventstore.operations.TestStore;
import io.github.jooqeventstore.operations.cli.Main;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backup that is stopped half-way: the events are written, and a lock keeps it from the snapshots. */
class InterruptedBackupTest {
    private final TestStore store = TestStore.create();
    private final Catalog catalog;
    private final Backup earlier;

    InterruptedBackupTest(@TempDir Path folder) {
        catalog = Catalog.openOrCreate(folder.resolve("backups"));
        store.append(100);
        earlier = take();
    }

    private Backup take() {
        return EventsBackup.take(store.target(), catalog, EventsBackup.Options.defaults(), Progress.NONE)
                .backup();
    }

    private static void lock(Connection connection) throws Exception {
        connection.setAutoCommit(false);
        connection.createStatement().execute("lock table event_store.snapshots in access exclusive mode");
    }

    private static String waiting(String what) {
        // PostgreSQL's own view: jOOQ has no class for it.
        return "select " + what + " from pg_stat_activity where datname = current_database()"
                + " and application_name = 'event-store' and wait_event_type = 'Lock'";
    }

    private boolean waits() {
        return store.dsl().fetchSingle(waiting("count(*)")).get(0, Long.class) > 0;
    }

    @Test
    void byASignalLeavesNothing() throws Exception {
        try (Connection connection = store.dataSource().getConnection()) {
            lock(connection);
            ProcessBuilder builder = new ProcessBuilder(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    Main.class.getName(),
                    "backup",
                    "events",
                    "--to",
                    catalog.folder().toString());
            builder.environment().put("EVENT_STORE_URL", store.url());
            builder.environment().put("EVENT_STORE_USER", store.target().user());
            builder.environment()
                    .put("EVENT_STORE_PASSWORD", String.valueOf(store.target().password()));
            Process child = builder.redirectErrorStream(true)
                    .redirectOutput(catalog.folder().resolveSibling("output").toFile())
                    .start();
            Await.until(
                    "the backup waits for the lock",
                    () -> waits() && catalog.entries().size() == 2);

            child.destroy();

            assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(child.exitValue()).isNotZero();
        }
        assertThat(catalog.entries()).isEqualTo(List.of(earlier));
        assertThat(take().id()).isNotEqualTo(earlier.id());
    }

    @Test
    void byTheServerLeavesNothing() throws Exception {
        CompletableFuture<Backup> backup;
        try (Connection connection = store.dataSource().getConnection()) {
            lock(connection);
            backup = CompletableFuture.supplyAsync(this::take);
            Await.until("the backup waits for the lock", this::waits);

            store.dsl().fetch(waiting("pg_terminate_backend(pid)"));

            assertThatThrownBy(backup::join)
                    .isInstanceOf(CompletionException.class)
                    .cause()
                    .isInstanceOfSatisfying(
                            OperationsException.class,
                            e -> assertThat(e.exitCode()).isEqualTo(ExitCode.CANNOT_CONNECT));
        }
        assertThat(catalog.entries()).isEqualTo(List.of(earlier));
    }
}
