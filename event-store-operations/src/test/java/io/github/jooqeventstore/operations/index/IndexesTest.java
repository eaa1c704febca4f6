package io.github.jooqeventstore.operations.index;

import static io.github.jooqeventstore.schema.Tables.EVENTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.jooqeventstore.EventFilter;
import io.github.jooqeventstore.RecordedEvent;
import io.github.jooqeventstore.migration.SchemaMigrations;
import io.github.jooqeventstore.operations.Await;
import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsDatabase;
import io.github.jooqeventstore.operations.OperationsException;
import io.github.jooqeventstore.operations.Progress;
import io.github.jooqeventstore.operations.TestStore;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jooq.exception.DataAccessException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Indexes of the operator's own. */
class IndexesTest {
    private static final NewIndex BY_TENANT = NewIndex.on(IndexKey.metadata("tenant"));
    private static final LockPatience SHORT = new LockPatience(Duration.ofMillis(200), 2);

    private final TestStore store = TestStore.create();
    private final OperationsDatabase database = OperationsDatabase.open(store.target());
    private final Indexes indexes = new Indexes(database);

    @AfterEach
    void close() {
        database.close();
    }

    private boolean isThere(String index) {
        return IndexShapes.read(database).stream().anyMatch(it -> it.name().equals(index));
    }

    private boolean built() {
        try (var another = OperationsDatabase.open(store.target())) {
            return new Indexes(another).create(BY_TENANT, Progress.NONE).built();
        }
    }

    private void fails(String sql) {
        assertThatThrownBy(() -> store.dsl().execute(sql)).isInstanceOf(DataAccessException.class);
    }

    @Nested
    class Created {
        @Test
        void isUsedByTheLibrarysOwnQuestion() {
            SomeEvents.insert(store.dsl(), 20_000);

            BuiltIndex index = indexes.create(BY_TENANT, Progress.NONE);

            assertThat(index.name()).isEqualTo("events_by_tenant");
            assertThat(index.built()).isTrue();
            assertThat(index.proof().use()).as("%s", index.proof()).isEqualTo(IndexProof.Use.USED);
            assertThat(index.proof().plan()).anyMatch(line -> line.contains("events_by_tenant"));
            // A partial index alone would have it believe that a value is in one event of 200.
            assertThat(index.proof().plan()).anyMatch(line -> line.contains("rows=20 "));
            // Behind the value stands the position: the first ones are found without sorting all.
            assertThat(database.dsl()
                            .explain(database.dsl()
                                    .selectFrom(EVENTS)
                                    .where(EventFilter.metadata("tenant", "t7").condition())
                                    .orderBy(EVENTS.POSITION)
                                    .limit(10))
                            .plan())
                    .contains("Index Scan using events_by_tenant")
                    .doesNotContain("Sort");
            assertThat(SomeEvents.of(store.dsl(), EventFilter.metadata("tenant", "t7")))
                    .hasSize(20)
                    .isSortedAccordingTo(java.util.Comparator.comparingLong(RecordedEvent::position));
            Await.until(
                    "the scan to be counted",
                    () -> Boolean.TRUE.equals(store.dsl()
                            .fetchValue("select idx_scan > 0 from pg_stat_user_indexes"
                                    + " where indexrelname = 'events_by_tenant'")));
        }

        @Test
        void onAFieldOfThePayloadForSomeTypesServesQuestionsForThem() {
            SomeEvents.insert(store.dsl(), 20_000);
            NewIndex index = NewIndex.on(IndexKey.payload("/order/customer")).ofTypes(List.of("placed", "cancelled"));

            BuiltIndex built = indexes.create(index, Progress.NONE);

            assertThat(built.name()).isEqualTo("events_by_order_customer_of_placed_cancelled");
            assertThat(built.proof().use()).as("%s", built.proof()).isEqualTo(IndexProof.Use.USED);
            NewIndex one = index.ofTypes(List.of("placed"));
            assertThat(IndexProof.of(database.dsl(), one, built.name()).use()).isEqualTo(IndexProof.Use.USED);
            NewIndex all = NewIndex.on(index.key());
            assertThat(IndexProof.of(database.dsl(), all, built.name()).use()).isEqualTo(IndexProof.Use.NOT_USABLE);
        }

        @Test
        void isNotWorthItInASmallTable() {
            store.append(10);

            BuiltIndex index = indexes.create(BY_TENANT, Progress.NONE);

            assertThat(index.proof().use()).isEqualTo(IndexProof.Use.NOT_WORTH_IT);
        }

        @Test
        void isFoundOutWhereThePlannerCannotUseIt() {
            SomeEvents.insert(store.dsl(), 20_000);
            // The guess that many make: it asks for the key, and no question of the library does.
            store.dsl()
                    .execute("create index mine on event_store.events ((metadata ->> 'tenant'))"
                            + " where jsonb_exists(metadata, 'tenant')");
            store.dsl().execute("analyze event_store.events");

            assertThat(IndexProof.of(database.dsl(), BY_TENANT, "mine").use()).isEqualTo(IndexProof.Use.NOT_USABLE);
        }

        @Test
        void isBuiltWhileProgramsAppend() {
            var appended = new AtomicInteger();
            var enough = new AtomicBoolean();
            var writer = CompletableFuture.runAsync(() -> {
                while (!enough.get()) {
                    store.append(10);
                    appended.addAndGet(10);
                }
            });
            try {
                Await.until("an append", () -> appended.get() > 0);
                assertThat(indexes.create(BY_TENANT, Progress.NONE).built()).isTrue();
                int before = appended.get();
                Await.until("appends to go on", () -> appended.get() > before);
                assertThat(indexes.drop("events_by_tenant").name()).isEqualTo("events_by_tenant");
            } finally {
                enough.set(true);
            }
            writer.join();
        }

        @Test
        void takesKeysThatNeedQuoting() {
            SomeEvents.insert(store.dsl(), 100);

            BuiltIndex index = indexes.create(
                    NewIndex.on(IndexKey.metadata("it's \\ a {0} ?")).named("My \"index\""), Progress.NONE);

            assertThat(index.proof().use()).isEqualTo(IndexProof.Use.NOT_WORTH_IT);
            assertThat(indexes.drop("My \"index\"").table()).isEqualTo("events");
        }

        @Test
        void isNotBuiltASecondTime() {
            assertThat(indexes.create(BY_TENANT, Progress.NONE).built()).isTrue();
            assertThat(indexes.create(BY_TENANT, Progress.NONE).built()).isFalse();

            indexes.drop("events_by_tenant");
            assertThat(store.dsl().fetchValue("select count(*) from pg_statistic_ext"))
                    .isEqualTo(0L);
        }
    }

    @Nested
    class Refused {
        @Test
        void isAnIndexWhoseNameAnotherOneHas() {
            store.dsl().execute("create index events_by_tenant on event_store.events (schema_version)");

            assertThatThrownBy(() -> indexes.create(BY_TENANT, Progress.NONE))
                    .isInstanceOf(OperationsException.class)
                    .hasMessage("index events_by_tenant: expected none or the same one, found USING btree"
                            + " (schema_version); give another name")
                    .extracting(e -> ((OperationsException) e).exitCode())
                    .isEqualTo(ExitCode.REFUSED);
        }

        @Test
        void isToDropWhatTheLibraryNeedsOrAKeyHas() {
            store.dsl().execute("create table event_store.mine (id int constraint mine_pk primary key)");

            assertThatThrownBy(() -> indexes.drop("events_by_type"))
                    .hasMessageContaining("expected one of your own, found one that the library needs");
            assertThatThrownBy(() -> indexes.drop("events_pk"))
                    .hasMessageContaining("found one that the library needs");
            assertThatThrownBy(() -> indexes.drop("mine_pk")).hasMessageContaining("found that of a key of mine");
            assertThatThrownBy(() -> indexes.drop("nothing")).hasMessageContaining("found none of that name");
            assertThat(isThere("events_by_type") && isThere("events_pk") && isThere("mine_pk"))
                    .isTrue();
        }

        @Test
        void isAPathThatIsNone() {
            for (String path : List.of("", "/", "customer")) {
                assertThatThrownBy(() -> IndexKey.payload(path))
                        .isInstanceOf(OperationsException.class)
                        .hasMessageContaining("expected a path such as /order/customer");
            }
            assertThat(IndexKey.payload("/a~1b/c~0d").path()).containsExactly("a/b", "c~d");
        }
    }

    @Nested
    class Waiting {
        @Test
        void anotherOnesBuildIsNotTakenForALeftover() throws Exception {
            CompletableFuture<Boolean> other;
            try (Connection open = store.dataSource().getConnection()) {
                open.setAutoCommit(false);
                open.createStatement().execute("lock table event_store.events in row exclusive mode");
                other = CompletableFuture.supplyAsync(IndexesTest.this::built);
                Await.until(
                        "the build to wait",
                        () -> !store.dsl()
                                .fetch("select 1 from pg_stat_progress_create_index")
                                .isEmpty());

                assertThatThrownBy(() -> indexes.create(BY_TENANT, Progress.NONE))
                        .isInstanceOf(OperationsException.class)
                        .hasMessageContaining("expected that nobody builds it, found a session that does")
                        .extracting(e -> ((OperationsException) e).exitCode())
                        .isEqualTo(ExitCode.LOCKED);
                open.rollback();
            }
            assertThat(other.get()).isTrue();
            assertThat(IndexShapes.read(database)).anyMatch(it -> it.name().equals("events_by_tenant") && it.valid());
        }
    }

    @Nested
    class LeftBehind {
        @Test
        void isNothingWhereATransactionStaysOpen() throws Exception {
            try (Connection open = store.dataSource().getConnection()) {
                open.setAutoCommit(false);
                open.createStatement().execute("insert into event_store.streams (stream_id, version) values ('a', 1)");
                open.createStatement().execute("lock table event_store.events in row exclusive mode");

                assertThatThrownBy(() -> new Indexes(database, SHORT).create(BY_TENANT, Progress.NONE))
                        .isInstanceOf(OperationsException.class)
                        .hasMessageContaining("index events_by_tenant: expected to be built, found canceling statement"
                                + " due to lock timeout (55P03) in 2 attempts; oldest in the way: server process")
                        .extracting(e -> ((OperationsException) e).exitCode())
                        .isEqualTo(ExitCode.LOCKED);
                open.rollback();
            }
            // What could not be dropped while the transaction was open goes with the next build.
            assertThat(indexes.create(BY_TENANT, Progress.NONE).built()).isTrue();
            assertThat(IndexShapes.read(database)).allMatch(IndexShape::valid);
        }

        @Test
        void byAnInterruptedBuildIsCleanedUp() {
            SomeEvents.insert(store.dsl(), 100);
            // A build that fails half way leaves the same as one that was killed.
            fails("create unique index concurrently events_by_tenant on event_store.events (event_type)");
            assertThat(IndexShapes.read(database)).anyMatch(index -> !index.valid());

            assertThat(indexes.create(BY_TENANT, Progress.NONE).built()).isTrue();

            assertThat(IndexShapes.read(database)).allMatch(IndexShape::valid);
        }

        @Test
        void ofTheLibrarysOwnIsBuiltAgain() {
            store.append(20);
            store.dsl().execute("drop index event_store.events_by_time");
            store.dsl().execute("drop index event_store.parked_events_waiting");
            store.dsl().execute("drop index event_store.events_by_type");
            fails("create unique index concurrently events_by_type on event_store.events (event_type)");
            assertThat(indexes.missing())
                    .containsExactlyInAnyOrder("events_by_time", "events_by_type", "parked_events_waiting");

            assertThat(indexes.createMissing(Progress.NONE)).hasSize(3);

            assertThat(SchemaMigrations.of(store.dataSource()).validate()).isEmpty();
            assertThat(indexes.createMissing(Progress.NONE)).isEmpty();
        }
    }
}
