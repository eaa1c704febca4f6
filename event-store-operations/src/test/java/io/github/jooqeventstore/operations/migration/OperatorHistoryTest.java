package io.github.jooqeventstore.operations.migration;

import static io.github.jooqeventstore.operations.migration.MigrationTrial.BY_USER;
import static io.github.jooqeventstore.operations.migration.MigrationTrial.OUTSIDE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.jooqeventstore.operations.DatabaseTarget;
import io.github.jooqeventstore.operations.TestStore;
import io.github.jooqeventstore.operations.cli.Cli;
import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is told of the history, and how it is put right by hand. */
class OperatorHistoryTest {
    private static final String TENANT = "alter table events add column tenant text;\n";

    @TempDir
    private Path folder;

    private MigrationTrial trial;

    @BeforeEach
    void createStore() {
        trial = new MigrationTrial(TestStore.create(), folder);
    }

    private Cli undo() {
        return trial.migrate(
                "undo", "--execute", "--confirm", trial.store().target().database());
    }

    @Test
    void isShownBesideTheLibrarys() {
        trial.file("V1__tenant.sql", TENANT).migrate();
        trial.file("V2__notes.sql", "create table notes (id int);\n");

        Cli call = trial.migrate("info");

        assertThat(call.out().lines().map(line -> line.replaceFirst("  \\(.*", "")))
                .containsExactly(
                        "library    1  applied   event store",
                        "library    2  applied   subscriptions",
                        "operator   1  applied   tenant",
                        "operator   2  pending   notes");
        JsonNode tenant =
                new JsonMapper().readTree(trial.migrate("info", "--json").out()).get(2);
        assertThat(Instant.parse(tenant.get("appliedAt").asString())).isBefore(Instant.now());
    }

    @Test
    void isNotForEverybodyToRead() {
        trial.file("V1__tenant.sql", TENANT).migrate();
        String role = "nobody_" + UUID.randomUUID().toString().replace("-", "");
        trial.run(
                "create role " + role + " login password 'secret'",
                "grant usage on schema event_store to " + role,
                "grant select on store, event_store_schema_history to " + role);
        try {
            Cli call = Cli.on(DatabaseTarget.of(trial.store().url(), role, "secret"), trial.arguments("info"));

            assertThat(call.code()).as(call.shown()).isEqualTo(4);
            assertThat(call.err()).contains("permission denied for table event_store_operator_history");
        } finally {
            trial.run("drop owned by " + role, "drop role " + role);
        }
    }

    @Nested
    class Repair {
        @Test
        void takesTheTextOfANamedFileAndOfNoOther() {
            trial.file("V1__tenant.sql", TENANT)
                    .file("V2__notes.sql", "create table notes (id int);\n")
                    .migrate();
            trial.file("V1__tenant.sql", "-- why\n" + TENANT)
                    .file("V2__notes.sql", "create table notes (id bigint);\n");

            assertThat(trial.migrate("repair", "--migration", "1").out())
                    .contains("version 1: the text of V1__tenant.sql counts as applied");

            assertThat(trial.migrate("info").out()).contains("1  applied   tenant", "2  edited    notes");
            assertThat(trial.migrate().code()).isEqualTo(7);
        }

        @Test
        void refusesWhatNeedsNone() {
            trial.file("V1__tenant.sql", TENANT).migrate();

            Cli call = trial.migrate("repair", "--migration", "1");

            assertThat(call.code()).isEqualTo(5);
            assertThat(call.err())
                    .contains("version 1: expected one that failed or was edited, found nothing to repair");
            assertThat(trial.migrate("repair").code()).isEqualTo(2);
        }
    }

    @Nested
    class Baseline {
        @Test
        void countsFilesAsAppliedThatWereRunByHand() {
            trial.file("V1__tenant.sql", TENANT).file("V2__notes.sql", "create table notes (id int);\n");
            trial.run(TENANT);

            assertThat(trial.migrate("baseline", "--migration", "1").code()).isZero();

            assertThat(trial.migrate().out()).contains("applied  V2__notes.sql").doesNotContain("V1");
            assertThat(trial.migrate("info").out()).contains("operator   1  baseline  run by hand");
        }

        @Test
        void isRefusedWhereThereIsAHistory() {
            trial.file("V1__tenant.sql", TENANT).migrate();

            Cli call = trial.migrate("baseline", "--migration", "5");

            assertThat(call.code()).isEqualTo(5);
            assertThat(call.err()).contains("expected none, to begin it at version 5, found one");
        }
    }

    @Nested
    class Undo {
        @Test
        void showsItsPlanAndDoesNothingUntilItIsConfirmed() {
            trial.file("V1__by_user.sql", OUTSIDE + BY_USER)
                    .file("U1__by_user.sql", OUTSIDE + "drop index concurrently events_by_user;\n")
                    .migrate();

            Cli plan = trial.migrate("undo");
            Cli unconfirmed = trial.migrate("undo", "--execute", "--confirm", "another");

            assertThat(plan.code()).isZero();
            assertThat(plan.out()).contains("would undo version 1, by user", "drop index concurrently events_by_user;");
            assertThat(unconfirmed.code()).isEqualTo(5);
            assertThat(trial.index("events_by_user")).containsExactly("true");
            assertThat(undo().out()).contains("undone version 1");
            assertThat(trial.index("events_by_user")).isEmpty();
            assertThat(trial.migrate("info").out()).contains("operator   1  pending   by user");
            assertThat(trial.migrate().code()).isZero();
            assertThat(trial.index("events_by_user")).containsExactly("true");
        }

        @Test
        void ofAFileThatFailsUndoesNothing() {
            trial.file("V1__notes.sql", "create function one() returns int language sql return 1;\n")
                    .file("U1__notes.sql", "drop function one();\ndrop function two();\n")
                    .migrate();

            Cli call = undo();

            assertThat(call.code()).isEqualTo(1);
            assertThat(call.err()).contains("U1__notes.sql:2", "function two() does not exist");
            assertThat(trial.ask("select event_store.one()")).containsExactly("1");
            assertThat(trial.history()).containsExactly("V1__notes.sql");
        }

        @Test
        void isRefusedWithoutAFileForIt() {
            trial.file("V1__tenant.sql", TENANT).migrate();

            assertThat(undo().code()).isEqualTo(5);
        }

        @Test
        void isRefusedWhereItWouldDropEventDataAlsoWhenAllowed() {
            trial.file("V1__tenant.sql", TENANT)
                    .file(
                            "U1__tenant.sql",
                            "-- event-store:allow drop I know\nalter table events drop column tenant;\n")
                    .migrate();

            Cli call = undo();

            assertThat(call.code()).isEqualTo(5);
            assertThat(call.err())
                    .contains("column events.tenant", "write a new migration instead", "nothing was done");
            assertThat(trial.hasColumn("tenant")).isTrue();
        }

        @Test
        void isRefusedWhereItWouldTouchHistoryAlsoWhenAllowed() {
            trial.file("V1__tenant.sql", TENANT)
                    .file(
                            "U1__tenant.sql",
                            "-- event-store:allow guard I know\nalter table events disable trigger all;\n")
                    .migrate();

            assertThat(undo().code()).isEqualTo(5);
        }
    }
}
