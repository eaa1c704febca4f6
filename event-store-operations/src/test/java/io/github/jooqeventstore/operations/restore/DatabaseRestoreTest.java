package io.github.jooqeventstore.operations.restore;

import static io.github.jooqeventstore.schema.Tables.EVENTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.jooqeventstore.operations.DatabaseTarget;
import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsDatabase;
import io.github.jooqeventstore.operations.OperationsException;
import io.github.jooqeventstore.operations.Progress;
import io.github.jooqeventstore.operations.TestStore;
import io.github.jooqeventstore.operations.backup.Backup;
import io.github.jooqeventstore.operations.backup.BackupKind;
import io.github.jooqeventstore.operations.backup.Catalog;
import io.github.jooqeventstore.operations.backup.CatalogEntry;
import io.github.jooqeventstore.operations.backup.ContentsQuery;
import io.github.jooqeventstore.operations.backup.FullBackup;
import io.github.jooqeventstore.operations.backup.Manifest;
import io.github.jooqeventstore.operations.process.PostgresPrograms;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database dumped by pg_dump, and restored from it by pg_restore. */
class DatabaseRestoreTest {
    private static final PostgresPrograms PROGRAMS = PostgresPrograms.of(null, System.getenv("PATH"));

    private final TestStore store = TestStore.create();
    private final Path folder;
    private final Catalog catalog;

    DatabaseRestoreTest(@TempDir Path folder) {
        this.folder = folder;
        catalog = Catalog.openOrCreate(folder.resolve("backups"));
    }

    private Backup take() {
        return FullBackup.take(store.target(), catalog, new FullBackup.Options(false, PROGRAMS), Progress.NONE);
    }

    private DatabaseRestore.Report restore(Backup backup, String into) {
        return DatabaseRestore.execute(
                store.target(),
                backup,
                new DatabaseRestore.Options(into, true, false, 1000, 2, PROGRAMS),
                Progress.NONE);
    }

    private String fresh() {
        return store.target().database() + "_new";
    }

    private DSLContext in(String database) {
        return DSL.using(store.target().database(database).dataSource(), SQLDialect.POSTGRES);
    }

    private boolean exists(String database) {
        return store.dsl().fetchExists(DSL.selectOne().from("pg_database").where("datname = {0}", DSL.val(database)));
    }

    @Test
    void isRefusedWithoutAProgramThatCanTalkToTheServer() {
        var none = new FullBackup.Options(false, PostgresPrograms.of(folder, null));

        assertThatThrownBy(() -> FullBackup.take(store.target(), catalog, none, Progress.NONE))
                .isInstanceOfSatisfying(
                        OperationsException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.PROGRAM_MISSING))
                .hasMessageContaining("install the package postgresql-client-");
        assertThat(catalog.entries()).isEmpty();
    }

    @Nested
    @Tag("postgres-programs")
    class IntoANewDatabase {
        @Test
        void bringsBackTheWholeDatabase() {
            store.append(30);
            store.dsl().execute("create table of_the_application as select 7 as n");
            Backup backup = take();

            DatabaseRestore.Report report = restore(backup, fresh());

            assertThat(ContentsQuery.of(in(fresh())))
                    .isEqualTo(backup.manifest().contents());
            assertThat(in(fresh()).fetchValue("select n from of_the_application"))
                    .isEqualTo(7);
            assertThat(report.after().epoch()).isEqualTo(2);
            assertThat(report.swapPlan())
                    .anyMatch(it -> it.contains("rename to \"" + store.target().database() + "\""));
            TestStore.append(in(fresh()), 1);
            assertThat(in(fresh())
                            .fetchValue(DSL.select(DSL.max(EVENTS.POSITION)).from(EVENTS)))
                    .isEqualTo(1031L);
            assertThat(backup.manifest().files()).extracting("path").containsExactly("database.dump", "roles.sql");
        }

        @Test
        void createsTheRolesThatAreMissing() {
            String role = "owner_of_" + store.target().database();
            store.dsl().execute("create role " + role);
            store.dsl().execute("create table mine (n int)");
            store.dsl().execute("alter table mine owner to " + role);
            Backup backup = take();
            store.dsl().execute("reassign owned by " + role + " to current_user");
            store.dsl().execute("drop role " + role);

            assertThat(restore(backup, fresh()).rolesCreated()).containsExactly(role);
            assertThat(in(fresh()).fetchValue("select tableowner::text from pg_tables where tablename = 'mine'"))
                    .isEqualTo(role);
        }

        @Test
        void isRefusedWhereItIsThereAlready() {
            Backup backup = take();

            fails(backup, store.target().database(), ExitCode.REFUSED);
            assertThat(exists(store.target().database())).isTrue();
        }

        @Test
        void isDroppedAgainWhenTheDumpCannotBeRestored() {
            store.append(100);
            Backup backup = truncated(take());

            fails(backup, fresh(), ExitCode.INTEGRITY);
            assertThat(exists(fresh())).isFalse();
        }

        @Test
        void isDroppedAgainWhenAStreamWasBrokenBefore() {
            store.append(30);
            try (var database = OperationsDatabase.open(store.target())) {
                database.dsl().execute("set session_replication_role = replica");
                database.dsl().execute("delete from event_store.events where position = 5");
            }

            fails(take(), fresh(), ExitCode.INTEGRITY);
            assertThat(exists(fresh())).isFalse();
        }

        @Test
        void isDroppedAgainWhenSomethingElseCameOut() {
            Backup backup = take();
            store.append(10);
            Manifest other = java.util.Objects.requireNonNull(take().manifest());
            Manifest manifest = new Manifest(
                    1,
                    backup.id(),
                    BackupKind.FULL,
                    other.startedAt(),
                    other.finishedAt(),
                    other.source(),
                    other.contents(),
                    null,
                    null,
                    null,
                    other.tables(),
                    other.details(),
                    backup.manifest().files());

            fails(new Backup(backup.folder(), manifest, "", backup.verifications()), fresh(), ExitCode.INTEGRITY);
            assertThat(exists(fresh())).isFalse();
        }

        // A dump that was cut off, by a program that believed it to be whole.
        private Backup truncated(Backup whole) {
            try (var partial = catalog.begin(BackupKind.FULL)) {
                byte[] dump = Files.readAllBytes(whole.file(FullBackup.DUMP));
                Files.write(
                        partial.folder().resolve(FullBackup.DUMP), java.util.Arrays.copyOf(dump, dump.length * 2 / 3));
                Manifest manifest = whole.manifest();
                return partial.complete(files -> new Manifest(
                        1,
                        partial.id(),
                        BackupKind.FULL,
                        manifest.startedAt(),
                        manifest.finishedAt(),
                        manifest.source(),
                        manifest.contents(),
                        null,
                        null,
                        null,
                        manifest.tables(),
                        manifest.details(),
                        files));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void fails(Backup backup, String into, ExitCode code) {
            assertThatThrownBy(() -> restore(backup, into))
                    .isInstanceOfSatisfying(
                            OperationsException.class,
                            e -> assertThat(e.exitCode()).isEqualTo(code));
        }
    }

    @Nested
    @Tag("postgres-programs")
    class ABackupThatFails {
        @Test
        void leavesNothingBehindAndTheEarlierOnesAsTheyWere() {
            Backup earlier = take();
            DatabaseTarget target = store.target();

            fails(DatabaseTarget.of(store.url(), target.user(), "wrong"), ExitCode.LOGIN_REFUSED);
            fails(target.database("nowhere"), ExitCode.CANNOT_CONNECT);
            fails(target.schema("nowhere"), ExitCode.CHECK_FAILED);
            fails(
                    new DatabaseTarget("localhost", 1, "orders", "me", null, "event_store", Map.of()),
                    ExitCode.CANNOT_CONNECT);
            store.dsl().execute("create schema closed create table t (n int)");
            store.dsl().execute("create role r_" + target.database() + " login password 'r'");
            fails(DatabaseTarget.of(store.url(), "r_" + target.database(), "r"), ExitCode.LOGIN_REFUSED);

            assertThat(catalog.entries()).containsExactly((CatalogEntry) earlier);
        }

        private void fails(DatabaseTarget target, ExitCode code) {
            assertThatThrownBy(() ->
                            FullBackup.take(target, catalog, new FullBackup.Options(false, PROGRAMS), Progress.NONE))
                    .isInstanceOfSatisfying(
                            OperationsException.class,
                            e -> assertThat(e.exitCode()).isEqualTo(code));
        }
    }
}
