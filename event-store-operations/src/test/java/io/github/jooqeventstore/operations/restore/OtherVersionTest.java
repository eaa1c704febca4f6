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
import java.nio.file.Path;
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

    private static void move(DatabaseTarget from, DatabaseTarget to, Catalog catalog) {
        Backup backup = EventsBackup.take(from, catalog, EventsBackup.Options.defaults(), Progress.NONE)
                .backup();
        EventsRestore.execute(to, catalog, backup, new EventsRestore.Options(false, false, 1000), Progress.NONE);
        assertThat(SchemaMigrations.of(to.dataSource()).validate()).isEmpty();
    }
}
