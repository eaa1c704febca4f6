package io.github.jooqeventstore.operations.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.jooqeventstore.operations.ArchivingServer;
import io.github.jooqeventstore.operations.Progress;
import io.github.jooqeventstore.operations.TestStore;
import io.github.jooqeventstore.operations.backup.Backup;
import io.github.jooqeventstore.operations.backup.BackupFile;
import io.github.jooqeventstore.operations.backup.BaseBackup;
import io.github.jooqeventstore.operations.backup.Catalog;
import io.github.jooqeventstore.operations.backup.EventsBackup;
import io.github.jooqeventstore.operations.backup.FullBackup;
import io.github.jooqeventstore.operations.backup.Verification;
import io.github.jooqeventstore.operations.cli.Cli;
import io.github.jooqeventstore.operations.process.PostgresPrograms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeepVerificationTest {
    private final TestStore store = TestStore.create();
    private final TestStore scratch = TestStore.withoutSchema();

    @TempDir
    private Path folder;

    private Catalog catalog;

    @BeforeEach
    void openTheCatalog() {
        catalog = Catalog.openOrCreate(folder.resolve("backups"));
    }

    private Backup take(EventsBackup.From from) {
        return EventsBackup.take(
                        store.target(), catalog, EventsBackup.Options.defaults().from(from), Progress.NONE)
                .backup();
    }

    private Cli verify(String... more) {
        String[] arguments = new String[more.length + 7];
        System.arraycopy(
                new String[] {
                    "backup", "verify", "--deep", "--in", catalog.folder().toString(), "--on", scratch.url()
                },
                0,
                arguments,
                0,
                7);
        System.arraycopy(more, 0, arguments, 7, more.length);
        return Cli.on(store.target(), arguments);
    }

    private int scratchDatabases() {
        return store.dsl()
                .fetchCount(DSL.table("pg_catalog.pg_database"), DSL.condition("datname like 'event_store_verify_%'"));
    }

    @Nested
    class OfABackupThatIsWhole {
        @Test
        void restoresItAndAllThatItGoesOnFromAndLeavesNothingBehind() {
            store.append(30);
            take(new EventsBackup.From.Beginning());
            store.append(20);
            Backup last = take(new EventsBackup.From.Last());

            Cli call = verify("last");

            assertThat(call.code()).as(call.err()).isZero();
            assertThat(call.out()).contains("what was restored is what went in");
            assertThat(catalog.backup(last.id()).deeplyVerified()).isTrue();
            assertThat(catalog.newestVerified(last.manifest().kind())
                            .orElseThrow()
                            .id())
                    .isEqualTo(last.id());
            assertThat(Cli.call("backup", "list", "--in", catalog.folder().toString())
                            .out())
                    .contains("deep");
            assertThat(scratchDatabases()).isZero();
        }
    }

    @Nested
    class OfABackupThatIsNot {
        @Test
        void findsAFlippedByteInEachFile() throws IOException {
            store.append(30);
            Backup backup = take(new EventsBackup.From.Beginning());

            for (BackupFile file : backup.manifest().files()) {
                Path path = backup.file(file.path());
                byte[] right = Files.readAllBytes(path);
                byte[] flipped = right.clone();
                flipped[right.length / 2] ^= 4;
                Files.write(path, flipped);

                Cli call = verify(backup.id());

                assertThat(call.code()).as(file.path()).isEqualTo(7);
                assertThat(call.err()).contains(file.path());
                assertThat(catalog.backup(backup.id()).verified()).isFalse();
                Files.write(path, right);
            }
        }

        @Test
        void findsAnEmptyOne() {
            Backup backup = take(new EventsBackup.From.Beginning());

            Cli call = verify(backup.id());

            assertThat(call.code()).isEqualTo(7);
            assertThat(call.err()).contains("expected 1 events or more, found 0");
            assertThat(catalog.backup(backup.id()).verified()).isFalse();
            assertThat(scratchDatabases()).isZero();
            assertThat(verify("--min-events", "0", backup.id()).code()).isZero();
        }

        @Test
        void findsFewerEventsThanThereMustBe() {
            store.append(30);
            take(new EventsBackup.From.Beginning());

            assertThat(verify("--min-events", "31", "last").code()).isEqualTo(7);
            assertThat(verify("--min-events", "30", "last").code()).isZero();
        }

        @Test
        void findsStreamsThatWereBrokenBeforeItWasTaken() {
            store.append(30);
            try (var database = io.github.jooqeventstore.operations.OperationsDatabase.open(store.target())) {
                database.dsl().execute("set session_replication_role = replica");
                database.dsl().execute("delete from event_store.events where position = 5");
            }
            take(new EventsBackup.From.Beginning());

            Cli call = verify("last");

            assertThat(call.code()).isEqualTo(7);
            assertThat(call.err()).contains(": expected every stream to have the versions 1 to its head");
        }
    }

    @Nested
    @Tag("postgres-programs")
    class OfADatabase {
        private final PostgresPrograms programs = PostgresPrograms.of(null, System.getenv("PATH"));

        private Backup takeDatabase() {
            return FullBackup.take(store.target(), catalog, new FullBackup.Options(false, programs), Progress.NONE);
        }

        private Verification restored(Backup backup) {
            return new DeepVerification(scratch.target(), catalog, 1, programs).run(backup, Progress.NONE);
        }

        @Test
        void restoresItAndLeavesNothingBehind() {
            store.append(30);
            Backup backup = takeDatabase();

            Cli call = verify(backup.id());

            assertThat(call.code()).as(call.err()).isZero();
            assertThat(catalog.backup(backup.id()).deeplyVerified()).isTrue();
            assertThat(scratchDatabases()).isZero();
        }

        @Test
        void findsADumpThatWasCutOff() throws IOException {
            store.append(30);
            Backup backup = takeDatabase();
            Path dump = backup.file("database.dump");
            byte[] whole = Files.readAllBytes(dump);
            Files.write(dump, Arrays.copyOf(whole, whole.length / 2));

            assertThat(verify(backup.id()).code()).isEqualTo(7);
            assertThat(restored(backup).passed()).isFalse();
            assertThat(scratchDatabases()).isZero();
        }

        @Test
        void findsAnEmptyOne() {
            Backup backup = takeDatabase();

            assertThat(restored(backup).finding()).contains("expected 1 events or more, found 0");
        }
    }

    @Nested
    class OfTheFilesOfAServer {
        @Test
        void startsAServerOnACopyAndLeavesNothingBehind() throws IOException {
            try (var server = ArchivingServer.start(folder, Map.of())) {
                server.append(30);
                Backup backup = takeFiles(server);

                Cli call = Cli.on(
                        server.target(),
                        "backup",
                        "verify",
                        "--deep",
                        "--in",
                        catalog.folder().toString(),
                        "--on",
                        "jdbc:postgresql://this-machine/orders",
                        "--min-events",
                        "30",
                        "--postgres-bin",
                        server.bin().toString(),
                        backup.id());

                assertThat(call.code()).as(call.err()).isZero();
                assertThat(catalog.backup(backup.id()).deeplyVerified()).isTrue();
                assertNothingIsLeft();
            }
        }

        @Test
        void findsAFlippedByte() throws IOException {
            try (var server = ArchivingServer.start(folder, Map.of())) {
                server.append(10);
                Backup backup = takeFiles(server);
                Path file = backup.file("data/global/pg_control");
                byte[] bytes = Files.readAllBytes(file);
                bytes[100] ^= 1;
                Files.write(file, bytes);

                Verification verification = verify(server, backup);

                assertThat(verification.finding()).contains("data/global/pg_control");
                assertThat(catalog.backup(backup.id()).verified()).isFalse();
                assertNothingIsLeft();
            }
        }

        @Test
        void findsAnIndexThatHasLostEntriesBeforeItWasTaken() throws IOException {
            try (var server = ArchivingServer.start(folder, Map.of())) {
                server.append(10);
                String index = " where indexrelid = 'event_store.events_by_type'::regclass";
                server.dsl().execute("update pg_index set indisready = false" + index);
                server.append(10);
                server.dsl().execute("update pg_index set indisready = true" + index);
                Backup backup = takeFiles(server);

                Verification verification = verify(server, backup);

                assertThat(verification.finding()).contains("index event_store.events_by_type");
                assertNothingIsLeft();
            }
        }

        private Backup takeFiles(ArchivingServer server) {
            return BaseBackup.take(server.target(), catalog, server.programs(), BaseBackup.Method.SQL, Progress.NONE);
        }

        private Verification verify(ArchivingServer server, Backup backup) {
            return new DeepVerification(server.target(), catalog, 1, server.programs()).run(backup, Progress.NONE);
        }

        private void assertNothingIsLeft() throws IOException {
            try (var files = Files.list(folder)) {
                assertThat(files.map(file -> file.getFileName().toString()).filter(name -> name.contains("verify")))
                        .isEmpty();
            }
        }
    }

    @Nested
    class OfAServerThatIsNotThere {
        @Test
        void saysNothingAboutTheBackup() {
            store.append(10);
            Backup backup = take(new EventsBackup.From.Beginning());

            Cli call = Cli.on(
                    store.target(),
                    "backup",
                    "verify",
                    "--deep",
                    "--in",
                    catalog.folder().toString(),
                    "--on",
                    "jdbc:postgresql://localhost:1/none",
                    backup.id());

            assertThat(call.code()).isEqualTo(3);
            assertThat(catalog.backup(backup.id()).verified()).isTrue();
            assertThat(catalog.backup(backup.id()).deeplyVerified()).isFalse();
        }

        @Test
        void isNeverTheOneInProductionUnasked() {
            assertThat(Cli.on(
                                    store.target(),
                                    "backup",
                                    "verify",
                                    "--deep",
                                    "--in",
                                    catalog.folder().toString(),
                                    "last")
                            .code())
                    .isEqualTo(2);
        }
    }
}
