package io.github.jooqeventstore.operations.restore;

import static io.github.jooqeventstore.schema.Tables.EVENTS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.jooqeventstore.migration.SchemaMigrations;
import io.github.jooqeventstore.operations.DatabaseTarget;
import io.github.jooqeventstore.operations.Progress;
import io.github.jooqeventstore.operations.TestStore;
import io.github.jooqeventstore.operations.backup.Backup;
import io.github.jooqeventstore.operations.backup.Catalog;
import io.github.jooqeventstore.operations.backup.ContentsQuery;
import io.github.jooqeventstore.operations.backup.EventsBackup;
import io.github.jooqeventstore.operations.backup.FullBackup;
import io.github.jooqeventstore.operations.process.PostgresPrograms;
import java.nio.file.Path;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events go from one version of the server to another and back: the tests' own, and the one whose programs are installed. */
@Tag("postgres-programs")
class OtherVersionTest {
    @Test
    void takesThemThereAndBack(@TempDir Path folder) {
        Catalog catalog = Catalog.openOrCreate(folder.resolve("backups"));
        TestStore here = TestStore.create();
        here.append(50);
        try (InstalledServer server = InstalledServer.start(folder.resolve("server"))) {
            DatabaseTarget there = server.target();
            move(here.target(), there, catalog);
            TestStore back = TestStore.withoutSchema();
            move(there, back.target(), catalog);

            assertThat(ContentsQuery.of(back.dsl()).eventsFingerprint())
                    .isEqualTo(ContentsQuery.of(here.dsl()).eventsFingerprint());
            TestStore.append(back.dsl(), 1);
            assertThat(back.dsl()
                            .fetchValue(DSL.select(DSL.max(EVENTS.POSITION)).from(EVENTS)))
                    .isEqualTo(50L + 1000 + 1000 + 1);
        }
    }

    /** By a program that is older than the server, where the tests' own one is newer: pg_restore allows it, pg_dump does not. */
    @Test
    void takesAWholeDatabaseThere(@TempDir Path folder) {
        Catalog catalog = Catalog.openOrCreate(folder.resolve("backups"));
        PostgresPrograms programs = PostgresPrograms.of(null, System.getenv("PATH"));
        TestStore here = TestStore.withoutSchema();
        try (InstalledServer server = InstalledServer.start(folder.resolve("server"))) {
            DatabaseTarget there = server.target();
            SchemaMigrations.of(there.dataSource()).migrate();
            DSLContext origin = DSL.using(there.dataSource(), SQLDialect.POSTGRES);
            TestStore.append(origin, 50);
            origin.execute("create table public.of_the_application as select 7 as n");
            Backup backup = FullBackup.take(there, catalog, new FullBackup.Options(false, programs), Progress.NONE);
            String name = here.target().database() + "_restored";

            DatabaseRestore.execute(
                    here.target(),
                    backup,
                    new DatabaseRestore.Options(name, false, false, 1000, 2, programs),
                    Progress.NONE);

            DatabaseTarget restored = here.target().database(name);
            DSLContext dsl = DSL.using(restored.dataSource(), SQLDialect.POSTGRES);
            assertThat(SchemaMigrations.of(restored.dataSource()).validate()).isEmpty();
            assertThat(dsl.fetchValue("select n from public.of_the_application"))
                    .isEqualTo(7);
            TestStore.append(dsl, 1);
            assertThat(dsl.fetchValue(DSL.select(DSL.max(EVENTS.POSITION)).from(EVENTS)))
                    .isEqualTo(1051L);
        }
    }

    private static void move(DatabaseTarget from, DatabaseTarget to, Catalog catalog) {
        Backup backup = EventsBackup.take(from, catalog, EventsBackup.Options.defaults(), Progress.NONE)
                .backup();
        EventsRestore.execute(to, catalog, backup, new EventsRestore.Options(false, false, 1000), Progress.NONE);
        assertThat(SchemaMigrations.of(to.dataSource()).validate()).isEmpty();
    }
}
