package io.github.jooqeventstore.operations.migration;

import static io.github.jooqeventstore.operations.migration.MigrationTrial.BY_USER;
import static io.github.jooqeventstore.operations.migration.MigrationTrial.OUTSIDE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.jooqeventstore.operations.TestStore;
import io.github.jooqeventstore.operations.cli.Cli;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class MigrateTest {
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    private Path folder;

    private MigrationTrial trial;

    @BeforeEach
    void createStore() {
        trial = new MigrationTrial(TestStore.withoutSchema(), folder);
    }

    @Nested
    class Applies {
        @Test
        void theLibrarysMigrationsThenTheOperatorsFiles() {
            trial.file("V1__tenant.sql", "alter table events add column tenant text;\n")
                    .file("V2__by_user.sql", OUTSIDE + BY_USER)
                    .file(
                            "V10__notes.sql",
                            "create table notes (id bigint primary key, text text default ';{d ''x''}');\n");

            Cli call = trial.migrate("--json");

            assertThat(call.code()).as(call.shown()).isZero();
            JsonNode report = JSON.readTree(call.out());
            assertThat(report.get("library").size()).isEqualTo(2);
            assertThat(report.get("operator").toString())
                    .isEqualTo("[\"V1__tenant.sql\",\"V2__by_user.sql\",\"V10__notes.sql\"]");
            assertThat(trial.history()).containsExactly("V1__tenant.sql", "V2__by_user.sql", "V10__notes.sql");
            assertThat(trial.index("events_by_user")).containsExactly("true");
            assertThat(trial.migrate("validate").code()).isZero();
        }

        @Test
        void nothingTwice() {
            trial.file("V1__tenant.sql", "alter table events add column tenant text;\n")
                    .migrate();

            Cli call = trial.migrate();

            assertThat(call.code()).isZero();
            assertThat(call.out()).contains("schema event_store: version 2, nothing to do");
        }

        @Test
        void noOperatorsHistoryWhereThereAreNoFiles() {
            assertThat(trial.migrate().code()).isZero();

            assertThat(trial.ask("select to_regclass('event_store.event_store_operator_history')"))
                    .containsExactly("null");
        }

        @Test
        void intoASchemaOfAnotherName() {
            trial.file("V1__tenant.sql", "alter table events add column tenant text;\n");

            assertThat(trial.migrate("--schema", "Shop \"1\"").code()).isZero();

            assertThat(trial.ask("select table_schema from information_schema.columns where column_name = 'tenant'"))
                    .containsExactly("Shop \"1\"");
            assertThat(trial.migrate("validate", "--schema", "Shop \"1\"").code())
                    .isZero();
        }
    }

    @Nested
    class Refuses {
        @BeforeEach
        void migrate() {
            trial.file("V1__tenant.sql", "alter table events add column tenant text;\n")
                    .migrate();
        }

        @Test
        void aFileThatLintFindsFaultWith() {
            trial.file("V2__forget.sql", "create table notes (id int);\ndelete from events;\n");

            Cli call = trial.migrate();

            assertThat(call.code()).isEqualTo(5);
            assertThat(call.err())
                    .contains("V2__forget.sql:2 history: delete of events")
                    .contains("nothing was done")
                    .hasLineCount(1);
            assertThat(trial.ask("select to_regclass('event_store.notes')")).containsExactly("null");
        }

        @Test
        void aFileThatWasEdited() {
            trial.file("V1__tenant.sql", "alter table events add column tenant varchar(9);\n")
                    .file("V2__notes.sql", "create table notes (id int);\n");

            Cli call = trial.migrate();

            assertThat(call.code()).isEqualTo(7);
            assertThat(call.err()).contains("migration V1__tenant.sql: expected the text that was applied");
            assertThat(trial.history()).containsExactly("V1__tenant.sql");
        }

        @Test
        void aFileThatIsGone() throws Exception {
            Files.delete(trial.path("V1__tenant.sql"));

            Cli call = trial.migrate();

            assertThat(call.code()).isEqualTo(7);
            assertThat(call.err()).contains("migration V1__tenant.sql: expected its file in the folder");
        }

        @Test
        void aFileThatComesTooLate() {
            trial.file("V5__five.sql", "create table five (id int);\n").migrate();
            trial.file("V3__three.sql", "create table three (id int);\n");

            assertThat(trial.migrate().code()).isEqualTo(7);
        }

        @Test
        void aFileThatCannotBeTakenApart() {
            trial.file("V2__notes.sql", "create table notes (id int);\nselect 'it's';\n");

            Cli call = trial.migrate();

            assertThat(call.code()).isEqualTo(1);
            assertThat(call.err())
                    .contains("V2__notes.sql:2: expected the end of the string, found the end of the file")
                    .hasLineCount(1);
            assertThat(trial.ask("select to_regclass('event_store.notes')")).containsExactly("null");
        }

        @Test
        void aNameThatIsNone() {
            trial.file("tenant.sql", "select 1;\n");

            Cli call = trial.migrate();

            assertThat(call.code()).isEqualTo(2);
            assertThat(call.err()).contains("tenant.sql: expected a name such as V7__what_it_does.sql");
        }

        @Test
        void twoFilesOfOneNumber() {
            assertThat(trial.file("V1__other.sql", "select 1;\n").migrate().code())
                    .isEqualTo(2);
        }
    }

    @Nested
    class Fails {
        @Test
        void atTheLineOfTheStatementAndUndoesItsFile() {
            trial.file("V1__notes.sql", "create table notes (id int);\n")
                    .file("V2__more.sql", "create table more (id int);\n\ninsert into notes values ('one');\n");

            Cli call = trial.migrate();

            assertThat(call.code()).isEqualTo(1);
            assertThat(call.err())
                    .contains("V2__more.sql:3: expected to run it, found invalid input syntax for type integer")
                    .contains("put it right and migrate again");
            assertThat(trial.history()).containsExactly("V1__notes.sql");
            assertThat(trial.ask("select to_regclass('event_store.more')")).containsExactly("null");
            assertThat(trial.file("V2__more.sql", "create table more (id int);\n")
                            .migrate()
                            .code())
                    .isZero();
        }
    }
}
