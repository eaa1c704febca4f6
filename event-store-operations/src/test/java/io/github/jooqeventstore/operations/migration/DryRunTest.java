package io.github.jooqeventstore.operations.migration;

import static io.github.jooqeventstore.operations.migration.MigrationTrial.BY_USER;
import static io.github.jooqeventstore.operations.migration.MigrationTrial.OUTSIDE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.jooqeventstore.operations.TestStore;
import io.github.jooqeventstore.operations.cli.Cli;
import java.nio.file.Path;
import java.sql.Connection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DryRunTest {
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    private Path folder;

    private MigrationTrial store() {
        TestStore store = TestStore.create();
        store.append(10);
        return new MigrationTrial(store, folder);
    }

    @Test
    void tellsLocksAndWhatIsWrittenAnew() {
        MigrationTrial trial = store().file("V1__trace.sql", """
                        -- event-store:allow table-rewrite a small store at a quiet hour
                        alter table events add column trace uuid default gen_random_uuid();
                        """).file("V2__tenant.sql", """
                        alter table events add column tenant text default 'none';
                        create table notes (stream_id text);
                        """);

        Cli call = trial.migrate("--dry-run", "--json");

        assertThat(call.code()).as(call.shown()).isZero();
        JsonNode files = JSON.readTree(call.out()).get("files");
        JsonNode rewriting = files.get(0).get("statements").get(0);
        assertThat(rewriting.get("locks").toString()).isEqualTo("[\"ACCESS EXCLUSIVE on events\"]");
        assertThat(rewriting.get("rewrites").toString()).contains("table events", "index events_pk");
        JsonNode constant = files.get(1).get("statements").get(0);
        assertThat(constant.get("rewrites").size()).isZero();
        assertThat(files.get(1).get("statements").get(1).get("locks").size()).isZero();
    }

    @Test
    void changesNothing() {
        MigrationTrial trial = store().file("V1__tenant.sql", "alter table events add column tenant text;\n");

        Cli call = trial.migrate("--dry-run");

        assertThat(call.out()).contains("locks    ACCESS EXCLUSIVE on events", "rolled back, nothing has changed");
        assertThat(trial.hasColumn("tenant")).isFalse();
        assertThat(trial.ask("select to_regclass('event_store.event_store_operator_history')"))
                .containsExactly("null");
    }

    @Test
    void explainsWhatRunsInNoTransaction() {
        MigrationTrial trial = store().file("V1__by_user.sql", OUTSIDE + BY_USER);

        Cli call = trial.migrate("--dry-run");

        assertThat(call.code()).isZero();
        assertThat(call.out())
                .contains("V1__by_user.sql: not run, runs in no transaction")
                .contains("create index concurrently events_by_user");
        assertThat(trial.index("events_by_user")).isEmpty();
    }

    @Test
    void triesTheLibrarysMigrationsInAnEmptyDatabase() {
        MigrationTrial trial = new MigrationTrial(TestStore.withoutSchema(), folder)
                .file("V1__tenant.sql", "alter table events add column tenant text;\n");

        Cli call = trial.migrate("--dry-run");

        assertThat(call.code()).as(call.shown()).isZero();
        assertThat(call.out()).contains("V1__event_store.sql", "V2__subscriptions.sql", "V1__tenant.sql");
        assertThat(trial.ask("select to_regnamespace('event_store')")).containsExactly("null");
    }

    @Test
    void findsWhatWouldFail() {
        MigrationTrial trial = store().file("V1__tenant.sql", "select 1;\nalter table event add column tenant text;\n")
                .file("V2__notes.sql", "create table notes (id int);\n");

        Cli call = trial.migrate("--dry-run");

        assertThat(call.code()).isEqualTo(1);
        assertThat(call.out())
                .contains("fails: ", "V1__tenant.sql:2", "relation \"event\" does not exist")
                .contains("V2__notes.sql: not run, an earlier file failed");
    }

    @Test
    void waitsForLocksNoLongerThanMigrate() throws Exception {
        MigrationTrial trial = store().file("V1__tenant.sql", "alter table events add column tenant text;\n");
        try (Connection reader = trial.reader()) {
            Cli call = trial.migrate("--dry-run", "--lock-timeout", "50ms", "--attempts", "2");

            assertThat(call.code()).isEqualTo(9);
            reader.rollback();
        }
    }
}
