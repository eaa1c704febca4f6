package io.github.jooqeventstore.operations.migration;

import static io.github.jooqeventstore.operations.migration.MigrationTrial.BY_USER;
import static io.github.jooqeventstore.operations.migration.MigrationTrial.OUTSIDE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.jooqeventstore.operations.Await;
import io.github.jooqeventstore.operations.TestStore;
import io.github.jooqeventstore.operations.cli.Cli;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code migrate validate} finds: changes that somebody has made by hand. */
class ValidateTest {
    @TempDir
    private Path folder;

    private MigrationTrial trial;

    @BeforeEach
    void migrate() {
        trial = new MigrationTrial(TestStore.create(), folder);
        trial.file(
                        "V1__tenant.sql",
                        "alter table events add column tenant varchar(40), add constraint tenant_is_named check (tenant"
                                + " <> '') not valid;\nalter table streams add column score numeric (10, 2);\n")
                .file("V2__by_user.sql", OUTSIDE + BY_USER)
                .file("V3__notes.sql", "create table notes (id int);\ncreate index notes_by_id on notes (id desc);\n")
                .migrate();
        assertThat(trial.migrate("validate").out()).contains("as it should be");
    }

    private void finds(String finding) {
        Cli call = trial.migrate("validate");
        assertThat(call.out()).containsOnlyOnce("expected").contains(finding);
        assertThat(call.code()).isEqualTo(1);
        assertThat(call.err()).isEmpty();
    }

    @Test
    void anIndexOfTheOperatorThatIsGone() {
        trial.run("drop index events_by_user");

        finds("index events_by_user on events: expected ((metadata ->> 'user_id')), found none");
    }

    @Test
    void anIndexOfTheOperatorThatIsAnotherOne() {
        trial.run("drop index events_by_user", "create index events_by_user on events using hash (event_type)");

        finds("index events_by_user on events: expected ((metadata ->> 'user_id')), found USING hash (event_type)");
    }

    @Test
    void anIndexOfTheLibraryThatIsGone() {
        trial.run("drop index events_by_type");

        finds("index events_by_type on events: expected btree (event_type, \"position\"), found none");
    }

    @Test
    void anIndexWhoseBuildWasInterrupted() throws Exception {
        try (Connection writer = trial.writer()) {
            CompletableFuture<Void> build = CompletableFuture.runAsync(() -> trial.run(
                    "set lock_timeout = '100ms'", "create index concurrently by_hand on events (created_at)"));
            Await.until("the build to give up", build::isDone);
            writer.rollback();
        }

        finds("index by_hand on events: expected a valid index, found an invalid one");
    }

    @Test
    void aColumnOfTheOperatorOfAnotherType() {
        trial.run("alter table events alter column tenant type bigint using null");

        finds("column events.tenant: expected character varying, found bigint");
    }

    @Test
    void aColumnOfTheOperatorThatIsGone() {
        trial.run("alter table streams drop column score");

        finds("column streams.score: expected numeric, found none");
    }

    @Test
    void aColumnOfTheLibraryOfAnotherType() {
        trial.run("alter table snapshots alter column state type json");

        finds("column snapshots.state: expected jsonb not null, found json not null");
    }

    @Test
    void aFileThatWasEdited() {
        trial.file("V3__notes.sql", "create table notes (id bigint);\n");

        finds("migration V3__notes.sql: expected the text that was applied, of checksum");
    }

    @Test
    void nothingAboutLineEndsAndWhatALaterFileHasTakenAway() {
        trial.file("V3__notes.sql", "create table notes (id int);\r\ncreate index notes_by_id on notes (id desc);\r\n")
                .file(
                        "V4__less.sql",
                        "-- event-store:allow drop nobody used it\nalter table streams drop column score;\n")
                .file("V5__less.sql", OUTSIDE + "drop index concurrently events_by_user;\n");
        assertThat(trial.migrate().code()).isZero();

        Cli call = trial.migrate("validate");

        assertThat(call.code()).as(call.shown()).isZero();
    }
}
