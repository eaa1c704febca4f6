package io.github.jooqeventstore.operations.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.jooqeventstore.operations.Await;
import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsException;
import io.github.jooqeventstore.operations.OwnServer;
import io.github.jooqeventstore.operations.Progress;
import io.github.jooqeventstore.operations.TestStore;
import io.github.jooqeventstore.operations.cli.EventStoreProgram;
import io.github.jooqeventstore.operations.process.PostgresPrograms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A dump that is stopped half-way: pg_dump has begun its file, and waits for a table that somebody has locked. */
@Tag("postgres-programs")
class InterruptedFullBackupTest {
    private static final PostgresPrograms PROGRAMS = PostgresPrograms.of(null, System.getenv("PATH"));

    private final Path folder;
    private final OwnServer server;
    private final Catalog catalog;
    private final Backup earlier;

    InterruptedFullBackupTest(@TempDir Path folder) {
        this.folder = folder;
        server = OwnServer.in(folder.resolve("server"), Map.of("fsync", "off"));
        catalog = Catalog.openOrCreate(folder.resolve("backups"));
        TestStore.append(server.dsl(), 100);
        earlier = take();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void byCtrlCLeavesNoFileAndNoProgram() throws Exception {
        String[] arguments = {"backup", "full", "--to", catalog.folder().toString()};
        try (Connection connection = server.target().dataSource().getConnection();
                var program = EventStoreProgram.start(server.target(), folder.resolve("output"), arguments)) {
            lock(connection);
            Await.until("pg_dump waits for the lock", this::waits);
            List<ProcessHandle> programs = program.programs();
            assertThat(programs)
                    .isNotEmpty()
                    .noneMatch(it -> it.info()
                            .commandLine()
                            .orElse("")
                            .contains(String.valueOf(server.target().password())));

            program.signal("TERM");

            assertThat(program.await()).isEqualTo(143);
            Await.until("its programs are gone", () -> programs.stream().noneMatch(ProcessHandle::isAlive));
        }
        assertThat(catalog.entries()).isEqualTo(List.of(earlier));
        assertNothingElseIsThere();
        assertThat(take().id()).isNotEqualTo(earlier.id());
    }

    @Test
    void byTheDeathOfTheServerLeavesNoFile() throws Exception {
        CompletableFuture<Backup> backup;
        try (Connection connection = server.target().dataSource().getConnection()) {
            lock(connection);
            backup = CompletableFuture.supplyAsync(this::take);
            Await.until("pg_dump waits for the lock", this::waits);

            server.signal("KILL");

            assertThatThrownBy(backup::join)
                    .isInstanceOf(CompletionException.class)
                    .cause()
                    .isInstanceOfSatisfying(
                            OperationsException.class,
                            e -> assertThat(e.exitCode()).isEqualTo(ExitCode.CANNOT_CONNECT));
        }
        assertThat(catalog.entries()).isEqualTo(List.of(earlier));
        assertNothingElseIsThere();
    }

    private Backup take() {
        return FullBackup.take(server.target(), catalog, new FullBackup.Options(false, PROGRAMS), Progress.NONE);
    }

    private static void lock(Connection connection) throws Exception {
        connection.setAutoCommit(false);
        connection.createStatement().execute("lock table event_store.snapshots in access exclusive mode");
    }

    // PostgreSQL's own views: jOOQ has no classes for them. The dump asks for all tables' locks, our count does not.
    private boolean waits() {
        return server.dsl()
                        .fetchSingle("select count(*) from pg_catalog.pg_locks where not granted"
                                + " and relation = 'event_store.snapshots'::pg_catalog.regclass")
                        .get(0, Long.class)
                > 0;
    }

    private void assertNothingElseIsThere() throws IOException {
        try (var files = Files.list(catalog.folder())) {
            assertThat(files).containsExactly(earlier.folder());
        }
    }
}
