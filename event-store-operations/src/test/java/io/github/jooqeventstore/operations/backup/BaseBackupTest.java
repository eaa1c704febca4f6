package io.github.jooqeventstore.operations.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.jooqeventstore.operations.ArchivingServer;
import io.github.jooqeventstore.operations.DatabaseTarget;
import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsException;
import io.github.jooqeventstore.operations.Progress;
import io.github.jooqeventstore.operations.process.PostgresPrograms;
import io.github.jooqeventstore.operations.wal.Lsn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a base backup holds, and what refuses to become one. */
class BaseBackupTest {
    private static final PostgresPrograms NONE = new PostgresPrograms(List.of());

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    @Test
    void knowsWhereItsLogBeginsAndEndsAndNeedsNoProgram() throws IOException {
        try (var server = ArchivingServer.start(folder, Map.of())) {
            server.append(10);
            Catalog catalog = Catalog.openOrCreate(folder.resolve("backups"));
            Lsn before = Lsn.of(server.lsn());

            Backup backup = take(server.target(), catalog, NONE, BaseBackup.Method.SQL);

            WalRange wal = java.util.Objects.requireNonNull(backup.manifest().wal());
            assertThat(Lsn.of(wal.startLsn())).isGreaterThanOrEqualTo(before);
            assertThat(Lsn.of(wal.stopLsn())).isGreaterThan(Lsn.of(wal.startLsn()));
            assertThat(backup.manifest().source().storeId()).isNotNull();
            assertThat(BaseBackup.settings(backup.manifest())).containsKey("max_connections");
            assertThat(backup.file("data/backup_label")).exists();
            assertThat(backup.file("data/postmaster.pid")).doesNotExist();
            assertThat(server.dsl().fetch("select * from pg_replication_slots")).isEmpty();
            assertThat(catalog.backups()).hasSize(1);
        }
    }

    @Test
    void leavesNothingWhereItCannotBeTaken() throws IOException {
        try (var server = ArchivingServer.start(folder, Map.of())) {
            Catalog catalog = Catalog.openOrCreate(folder.resolve("backups"));
            DatabaseTarget target = server.target();
            var stranger = new DatabaseTarget(
                    target.host(), target.port(), target.database(), target.user(), "wrong", target.schema(), Map.of());

            assertFails(stranger, catalog, BaseBackup.Method.SQL, ExitCode.LOGIN_REFUSED);
            assertFails(target, catalog, BaseBackup.Method.CLIENT, ExitCode.PROGRAM_MISSING);
            server.dsl().execute("create role reader login password 'reader-secret'");
            var reader = new DatabaseTarget(
                    target.host(),
                    target.port(),
                    target.database(),
                    "reader",
                    "reader-secret",
                    target.schema(),
                    Map.of());
            assertFails(reader, catalog, BaseBackup.Method.SQL, ExitCode.LOGIN_REFUSED);
            try (var files = Files.list(catalog.folder())) {
                assertThat(files).isEmpty();
            }
        }
    }

    @Test
    @Tag("postgres-programs")
    void isTakenByPgBasebackupAndFoundWellByPgVerifybackup() {
        try (var server = ArchivingServer.start(folder, Map.of())) {
            server.append(10);
            Catalog catalog = Catalog.openOrCreate(folder.resolve("backups"));

            Backup backup = take(
                    server.target(),
                    catalog,
                    PostgresPrograms.of(null, System.getenv("PATH")),
                    BaseBackup.Method.CLIENT);

            assertThat(backup.manifest().source().client()).startsWith("pg_basebackup");
            assertThat(backup.file("data/backup_manifest")).exists();
            assertThat(backup.manifest().wal()).isNotNull();
        }
    }

    private static void assertFails(DatabaseTarget target, Catalog catalog, BaseBackup.Method method, ExitCode code) {
        assertThatThrownBy(() -> take(target, catalog, NONE, method))
                .isInstanceOfSatisfying(
                        OperationsException.class, e -> assertThat(e.exitCode()).isEqualTo(code))
                .hasMessageNotContaining("reader-secret");
    }

    private static Backup take(
            DatabaseTarget target, Catalog catalog, PostgresPrograms programs, BaseBackup.Method method) {
        return BaseBackup.take(target, catalog, programs, method, Progress.NONE);
    }
}
