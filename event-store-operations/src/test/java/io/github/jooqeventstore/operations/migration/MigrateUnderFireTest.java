package io.github.jooqeventstore.operations.migration;

import static io.github.jooqeventstore.operations.migration.MigrationTrial.BY_USER;
import static io.github.jooqeventstore.operations.migration.MigrationTrial.OUTSIDE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.jooqeventstore.operations.Await;
import io.github.jooqeventstore.operations.TestStore;
import io.github.jooqeventstore.operations.cli.Cli;
import io.github.jooqeventstore.operations.cli.EventStoreProgram;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Others who migrate, others who read, and a program that is killed. */
class MigrateUnderFireTest {
    private static final String TENANT = "alter table events add column tenant text;\n";

    @TempDir
    private Path folder;

    @TempDir
    private Path outputs;

    private MigrationTrial trial;

    @BeforeEach
    void createStore() {
        TestStore store = TestStore.create();
        store.append(20);
        trial = new MigrationTrial(store, folder);
    }

    private EventStoreProgram start(String name, String... arguments) throws Exception {
        return EventStoreProgram.start(trial.store().target(), outputs.resolve(name), trial.arguments(arguments));
    }

    @Nested
    class TwoProgramsAtOnce {
        @Test
        void applyEachFileOnceAlsoAnIndexBuiltConcurrently() throws Exception {
            trial.file("V1__by_user.sql", OUTSIDE + BY_USER)
                    .file("V2__tenant.sql", TENANT)
                    .file("V3__notes.sql", "create table notes (id int);\n");
            try (Connection writer = trial.writer()) {
                try (EventStoreProgram one = start("one");
                        EventStoreProgram other = start("other")) {
                    Await.until(
                            "one to build the index and the other to wait for it",
                            () -> trial.waiting() == 1 && trial.sessions() >= 2);
                    writer.rollback();

                    assertThat(List.of(one.await(), other.await()))
                            .as(one.said() + other.said())
                            .containsExactly(0, 0);
                    assertThat(one.said() + other.said())
                            .containsOnlyOnce("applied  V1__by_user.sql")
                            .containsOnlyOnce("applied  V2__tenant.sql")
                            .containsOnlyOnce("applied  V3__notes.sql")
                            .containsOnlyOnce("nothing to do");
                }
            }
            assertThat(trial.history()).containsExactly("V1__by_user.sql", "V2__tenant.sql", "V3__notes.sql");
            assertThat(trial.index("events_by_user")).containsExactly("true");
            assertThat(trial.migrate("validate").shown()).contains("as it should be");
        }

        @Test
        void areToldApartWhenOneWaitsTooLong() throws Exception {
            trial.file("V1__by_user.sql", OUTSIDE + BY_USER);
            try (Connection writer = trial.writer();
                    EventStoreProgram one = start("one")) {
                Await.until("the build to wait", () -> trial.waiting() == 1);

                Cli call = trial.migrate("--wait", "200ms");

                assertThat(call.code()).isEqualTo(9);
                assertThat(call.err())
                        .containsPattern("expected the lock of its migration within 200 ms, found it held by server"
                                + " process \\d+;")
                        .hasLineCount(1);
                writer.rollback();
                assertThat(one.await()).as(one.said()).isZero();
            }
        }
    }

    @Nested
    class AReaderThatStays {
        @Test
        void neverHoldsUpOtherReadersLongerThanTheLockTimeout() throws Exception {
            trial.file("V1__tenant.sql", TENANT);
            var readers = new ReadersBehind(trial);
            try (Connection reader = trial.reader()) {
                CompletableFuture<Cli> migration = CompletableFuture.supplyAsync(
                        () -> trial.migrate("--lock-timeout", "400ms", "--attempts", "100"));

                readers.readDuringEpisodes(3);
                assertThat(migration).isNotDone();
                reader.rollback();

                assertThat(migration.get().code()).as(migration.get().shown()).isZero();
                assertThat(migration.get().out()).containsPattern("tried again \\d+ times");
            }
            // Whoever came behind was held up, or this shows nothing; and never for longer.
            assertThat(readers.longestMillis()).isBetween(50L, 400L + ReadersBehind.MARGIN_MILLIS);
            assertThat(trial.hasColumn("tenant")).isTrue();
        }

        @Test
        void isNamedWhenItStaysTooLong() throws Exception {
            trial.file("V1__tenant.sql", TENANT);
            try (Connection reader = trial.reader()) {
                Cli call = trial.migrate("--lock-timeout", "100ms", "--attempts", "3");

                assertThat(call.code()).isEqualTo(9);
                assertThat(call.err())
                        .containsPattern("found server process \\d+ \\(orders, idle in transaction for \\d+ s\\) in the"
                                + " way")
                        .contains("trying again is safe");
                reader.rollback();
            }
            assertThat(trial.hasColumn("tenant")).isFalse();
            assertThat(trial.migrate().code()).isZero();
            assertThat(trial.hasColumn("tenant")).isTrue();
        }
    }

    @Nested
    class AnotherWhoMakesTheSchema {
        @Test
        void isWaitedForNoLongerThanTheLockTimeout() throws Exception {
            MigrationTrial empty = new MigrationTrial(TestStore.withoutSchema(), folder);
            try (Connection other = empty.store().dataSource().getConnection()) {
                other.setAutoCommit(false);
                other.createStatement().execute("create schema event_store");

                Cli call = empty.migrate("--lock-timeout", "100ms", "--attempts", "2");

                assertThat(call.code()).as(call.shown()).isEqualTo(9);
                assertThat(call.err()).contains("trying again is safe").hasLineCount(1);
                other.rollback();
            }
            assertThat(empty.migrate().code()).isZero();
        }
    }

    @Nested
    class KilledInTheMiddle {
        @Test
        void ofAFileLeavesNothingOfItAndNoLock() throws Exception {
            trial.file("V1__notes.sql", "create table notes (id int);\n" + TENANT);
            try (Connection reader = trial.reader()) {
                try (EventStoreProgram program = start("killed", "--lock-timeout", "10m")) {
                    Await.until("its statement to wait", () -> trial.waiting() == 1);
                    program.kill();
                }
                // The server notices by itself, while the reader is still there.
                Await.until("its session to end", () -> trial.sessions() == 0);
                assertThat(trial.ask("select to_regclass('event_store.notes')")).containsExactly("null");
                reader.rollback();
            }
            assertThat(trial.migrate().code()).isZero();
            assertThat(trial.history()).containsExactly("V1__notes.sql");
            assertThat(trial.migrate("validate").code()).isZero();
        }

        @Test
        void ofAnIndexLeavesOneThatTheNextRunBuildsAnew() throws Exception {
            trial.file("V1__by_user.sql", OUTSIDE + BY_USER);
            try (Connection writer = trial.writer()) {
                try (EventStoreProgram program = start("killed")) {
                    Await.until("the build to wait", () -> trial.waiting() == 1);
                    program.kill();
                }
                Await.until("its session to end", () -> trial.sessions() == 0);
                writer.rollback();
            }
            assertThat(trial.index("events_by_user")).containsExactly("false");
            Cli found = trial.migrate("validate");
            assertThat(found.code()).isEqualTo(1);
            assertThat(found.out()).contains("index events_by_user on events: expected a valid index");

            Cli call = trial.migrate();

            assertThat(call.code()).as(call.shown()).isZero();
            assertThat(trial.index("events_by_user")).containsExactly("true");
            assertThat(trial.history()).containsExactly("V1__by_user.sql");
            assertThat(trial.migrate("validate").code()).isZero();
        }

        @Test
        void betweenAnIndexAndItsLineInTheHistoryIsAsIfItHadComeFurther() {
            trial.file("V1__by_user.sql", OUTSIDE + BY_USER);
            trial.run(BY_USER);
            List<String> before = trial.ask("select 'event_store.events_by_user'::regclass::oid");

            Cli call = trial.migrate();

            assertThat(call.code()).as(call.shown()).isZero();
            assertThat(trial.history()).containsExactly("V1__by_user.sql");
            assertThat(trial.ask("select 'event_store.events_by_user'::regclass::oid"))
                    .isEqualTo(before);
        }
    }

    @Nested
    class AnIndexBuiltConcurrently {
        @Test
        void ofThatNameThatIsAnotherOneIsNoneOfOurs() {
            trial.file("V1__by_user.sql", OUTSIDE + BY_USER);
            trial.run("create index events_by_user on events (created_at)");

            Cli call = trial.migrate();

            assertThat(call.code()).isEqualTo(1);
            assertThat(call.err()).contains("V1__by_user.sql:2").contains("already exists");
            assertThat(trial.index("events_by_user")).containsExactly("true");
        }

        @Test
        void thatFailsLeavesNoneAndRunsAgainOnceItIsPutRight() {
            trial.file(
                    "V1__one_type.sql",
                    OUTSIDE + "create unique index concurrently one_type on events (event_type);\n");

            Cli call = trial.migrate();

            assertThat(call.code()).isEqualTo(1);
            assertThat(call.err()).contains("could not create unique index").doesNotContain("OrderPlaced");
            assertThat(trial.index("one_type")).isEmpty();
            assertThat(trial.migrate("info").out()).contains("operator   1  failed    one type");
            assertThat(trial.migrate("validate").code()).isEqualTo(1);

            trial.file("V1__one_type.sql", OUTSIDE + "create index concurrently one_type on events (event_type);\n");
            assertThat(trial.migrate().code()).isZero();
            assertThat(trial.index("one_type")).containsExactly("true");
            assertThat(trial.migrate("validate").code()).isZero();
        }

        @Test
        void waitsForOlderTransactionsOnlySoLong() throws Exception {
            trial.file("V1__by_user.sql", OUTSIDE + BY_USER);
            try (Connection writer = trial.writer()) {
                Cli call = trial.migrate("--wait", "300ms", "--attempts", "2");

                assertThat(call.code()).isEqualTo(9);
                assertThat(call.err()).contains("(orders, idle in transaction");
                writer.rollback();
            }
            assertThat(trial.migrate().code()).isZero();
            assertThat(trial.index("events_by_user")).containsExactly("true");
            assertThat(trial.ask("select i.relname from pg_index x join pg_class i on i.oid = x.indexrelid"
                            + " where not x.indisvalid"))
                    .isEmpty();
        }
    }
}
