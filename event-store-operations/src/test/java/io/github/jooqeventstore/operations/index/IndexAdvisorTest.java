package io.github.jooqeventstore.operations.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.github.jooqeventstore.EventFilter;
import io.github.jooqeventstore.operations.Await;
import io.github.jooqeventstore.operations.DatabaseTarget;
import io.github.jooqeventstore.operations.OperationsDatabase;
import io.github.jooqeventstore.operations.OwnServer;
import io.github.jooqeventstore.operations.Progress;
import io.github.jooqeventstore.operations.TestStore;
import io.github.jooqeventstore.operations.index.IndexAdvice.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jooq.exception.DataAccessException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of indexes. */
class IndexAdvisorTest {
    private static final IndexLimits NEVER = IndexLimits.defaults().unusedFor(Duration.ofDays(10_000));

    private static IndexReport advise(DatabaseTarget target, IndexLimits limits) {
        try (var database = OperationsDatabase.open(target)) {
            return new Indexes(database).advise(limits);
        }
    }

    @Test
    void findsNothingInANewStore() {
        TestStore store = TestStore.create();

        assertThat(advise(store.target(), IndexLimits.defaults()).advice()).isEmpty();
    }

    @Test
    void findsTheSameIndexTwiceAndTheBeginningOfAnother() {
        TestStore store = TestStore.create();
        store.dsl().execute("create index mine_1 on event_store.events (schema_version, position)");
        store.dsl().execute("create index mine_2 on event_store.events (schema_version, position)");
        store.dsl().execute("create index mine_3 on event_store.events (schema_version)");
        store.dsl().execute("create index mine_type on event_store.events (event_type)");
        store.dsl().execute("create index mine_time on event_store.events using brin (created_at)");

        IndexReport report = advise(store.target(), NEVER);

        assertThat(report.advice())
                .extracting(IndexAdvice::kind, IndexAdvice::subject)
                .containsExactlyInAnyOrder(
                        tuple(Kind.DUPLICATE, "mine_2"),
                        tuple(Kind.DUPLICATE, "mine_time"),
                        tuple(Kind.COVERED, "mine_3"),
                        tuple(Kind.COVERED, "mine_type"));
        assertThat(report.advice())
                .filteredOn(advice -> advice.subject().equals("mine_type"))
                .allMatch(advice -> advice.finding().contains("events_by_type")
                        && advice.action().equals("event-store index drop mine_type"));
    }

    @Test
    void keepsWhatIsDifferentInCollationDirectionPredicateOrUniqueness() {
        TestStore store = TestStore.create();
        store.dsl().execute("create index mine_1 on event_store.events (event_type collate \"POSIX\", position)");
        store.dsl().execute("create index mine_2 on event_store.events (event_type desc, position)");
        store.dsl().execute("create index mine_3 on event_store.events (event_type) where version > 1");
        store.dsl().execute("create unique index mine_4 on event_store.events (position)");
        store.dsl().execute("create index mine_5 on event_store.events (event_type text_pattern_ops)");
        store.dsl().execute("create index mine_6 on event_store.events (event_type) include (version)");

        assertThat(advise(store.target(), NEVER).advice()).isEmpty();
    }

    @Test
    void findsAnIndexThatCouldNotBeBuilt() {
        TestStore store = TestStore.create();
        store.append(20);
        assertThatThrownBy(() ->
                        store.dsl().execute("create unique index concurrently mine on event_store.events (event_type)"))
                .isInstanceOf(DataAccessException.class);

        assertThat(advise(store.target(), NEVER).advice())
                .extracting(IndexAdvice::kind, IndexAdvice::subject)
                .containsExactly(tuple(Kind.INVALID, "mine"));
    }

    @Test
    void findsWhatNobodyUsesOnlyBehindStatisticsThatAreOldEnough() {
        TestStore store = TestStore.create();
        store.dsl().execute("create index mine on event_store.events (schema_version)");
        store.dsl().execute("create unique index a_rule on event_store.events (created_at, event_id)");

        IndexReport young = advise(store.target(), IndexLimits.defaults());
        assertThat(young.advice()).isEmpty();
        assertThat(young.notes())
                .anyMatch(note -> note.startsWith("not used yet: mine; the statistics are only 0 h old"));

        store.dsl().fetch("select pg_stat_reset()");
        assertThat(advise(store.target(), IndexLimits.defaults()).statisticsSince())
                .isAfter(young.statisticsSince());
        assertThat(advise(store.target(), IndexLimits.defaults().unusedFor(Duration.ZERO))
                        .advice())
                .extracting(IndexAdvice::kind, IndexAdvice::subject)
                .containsExactly(tuple(Kind.UNUSED, "mine"));
    }

    @Test
    void tellsKeysOfTheMetadataAndThatSlowStatementsCannotBeSeen() {
        TestStore store = TestStore.create();
        SomeEvents.insert(store.dsl(), 2_000);

        IndexReport report = advise(store.target(), NEVER);

        assertThat(report.keys()).containsExactly(new MetadataKeyUse("tenant", 1_000, 1_000, false));
        assertThat(report.notSeen())
                .anyMatch(what -> what.startsWith("slow statements: expected the extension pg_stat_statements, found"));
    }

    @Test
    void findsWhatIsSearchedWithoutAnIndex(@TempDir Path folder) {
        try (var server =
                OwnServer.in(folder.resolve("server"), Map.of("shared_preload_libraries", "pg_stat_statements"))) {
            server.dsl().execute("create extension pg_stat_statements");
            SomeEvents.insert(server.dsl(), 5_000);
            IndexLimits limits = NEVER.slow(0, 100);
            assertThat(advise(server.target(), limits).advice()).isEmpty();

            SomeEvents.of(server.dsl(), EventFilter.metadata("tenant", "t7"));
            SomeEvents.of(server.dsl(), EventFilter.payload(List.of("order", "customer"), "c7"));

            IndexReport report = advise(server.target(), limits);
            assertThat(report.notSeen()).isEmpty();
            assertThat(report.advice())
                    .extracting(IndexAdvice::kind, IndexAdvice::subject, IndexAdvice::action)
                    .containsExactlyInAnyOrder(
                            tuple(Kind.MISSING, "metadata", "event-store index create --metadata-key tenant"),
                            tuple(Kind.MISSING, "event_data", "event-store index create --payload-field /PATH"));
            assertThat(report.advice().toString()).doesNotContain("t7").doesNotContain("c7");

            try (var database = OperationsDatabase.open(server.target())) {
                new Indexes(database).create(NewIndex.on(IndexKey.metadata("tenant")), Progress.NONE);
            }
            server.dsl().fetch("select pg_stat_statements_reset()");
            SomeEvents.of(server.dsl(), EventFilter.metadata("tenant", "t7"));
            Await.until(
                    "the statement to be counted",
                    () -> !server.dsl()
                            .fetch("select 1 from pg_stat_statements where query like '%->>%'")
                            .isEmpty());
            IndexReport mended = advise(server.target(), limits);
            assertThat(mended.advice()).isEmpty();
            assertThat(mended.keys()).allMatch(MetadataKeyUse::indexed);
        }
    }
}
