package io.github.jooqeventstore;

import static io.github.jooqeventstore.ExpectedVersion.any;
import static io.github.jooqeventstore.Notes.note;
import static io.github.jooqeventstore.Notes.notes;
import static io.github.jooqeventstore.Totals.TOTALS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.jooqeventstore.projection.Projection;
import io.github.jooqeventstore.projection.Projections;
import io.github.jooqeventstore.projection.Rebuild;
import io.github.jooqeventstore.projection.RebuildProgress;
import io.github.jooqeventstore.projection.RunningProjection;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A new version of a projection, built beside the live one and put in its place. */
class RebuildTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    private final TestDatabase database = TestDatabase.migrated();
    private final DSLContext dsl = database.dslOnOneConnection();
    private final Subscribed program = Subscribed.to(database);
    private final EventStore store = program.store();
    private final Projections projections = Projections.of(store, program.subscriptions());
    private final AtomicInteger sideEffects = new AtomicInteger();

    RebuildTest() {
        Totals.create(dsl, "public");
    }

    @AfterEach
    void close() {
        program.close();
    }

    /** Version 2 counts each event for two, and tells the world of each batch. */
    private Projection second() {
        Projection first = Totals.projection("totals").partitions(3);
        return new Projection(first.definition(), 2, first.tables(), batch -> {
            Totals.count(batch.dsl(), batch.events(), 2);
            batch.afterCommit(sideEffects::incrementAndGet);
        });
    }

    private Map<String, Long> doubled() {
        Map<String, Long> expected = new TreeMap<>(Totals.expected(dsl));
        expected.replaceAll((stream, count) -> 2 * count);
        return expected;
    }

    private void awaitFirst() throws Exception {
        Await.until("version 1 shown", () -> Totals.of(dsl).equals(Totals.expected(dsl)));
    }

    private void awaitSecond() throws Exception {
        Await.until("version 2 shown", () -> Totals.of(dsl).equals(doubled()));
    }

    private RunningProjection startFirst(int streams) throws Exception {
        for (int stream = 0; stream < streams; stream++) {
            store.append(StreamId.of("s", stream), any(), notes(10));
        }
        RunningProjection running = projections.start(Totals.projection("totals"));
        awaitFirst();
        return running;
    }

    private List<String> tables() {
        return dsl
                .fetchValues(
                        "select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace order by 1")
                .stream()
                .map(String::valueOf)
                .toList();
    }

    /** All that has a name or a meaning on a table. */
    private String describe(String table) {
        return dsl.fetch("""
                        select 'index', pg_get_indexdef(indexrelid) from pg_index where indrelid = {0}::regclass
                        union all select 'constraint', conname || ' ' || pg_get_constraintdef(oid)
                          from pg_constraint where conrelid = {0}::regclass
                        union all select 'column', attname || ' ' || atttypid::regtype || ' ' || attnotnull
                            || ' ' || attidentity::text || ' ' || attgenerated::text
                            || coalesce(' ' || pg_get_expr(adbin, adrelid), '')
                            || coalesce(' ' || col_description(attrelid, attnum), '')
                          from pg_attribute left join pg_attrdef on adrelid = attrelid and adnum = attnum
                          where attrelid = {0}::regclass and attnum > 0
                        union all select 'sequence', pg_get_serial_sequence({0}, 'id')
                        union all select 'table', reloptions::text || ' ' || obj_description(oid) || ' '
                            || coalesce((select string_agg(a::text, ' ' order by a::text) from unnest(relacl) a), '')
                          from pg_class where oid = {0}::regclass
                        order by 1, 2
                        """, DSL.inline(table)).format();
    }

    @Test
    void takesThePlaceOfTheLiveOneWithNothingMissedAndNothingTwice() throws Exception {
        RunningProjection first = startFirst(20);
        String role = "reader_of_totals_" + ProcessHandle.current().pid();
        dsl.execute("create role " + role);
        dsl.execute(
                "grant select, insert on totals to " + role + " with grant option; grant select on totals to public");
        String before = describe("totals");

        Rebuild rebuild = projections.rebuild(second());
        assertThat(rebuild.awaitCaughtUp(LONG)).isTrue();
        assertThat(Totals.of(dsl)).as("untouched").isEqualTo(Totals.expected(dsl));
        RunningProjection running = rebuild.swap(LONG);

        assertThat(Totals.of(dsl)).isEqualTo(doubled());
        assertThat(describe("totals")).isEqualTo(before);
        assertThat(tables()).containsExactly("totals", "totals__previous");
        assertThat(rebuild.progress().state()).isEqualTo(RebuildProgress.State.SWAPPED);
        assertThat(sideEffects).as("fired during the rebuild").hasValue(0);

        StreamId stream = StreamId.of("after");
        running.waitFor(store.append(stream, any(), notes(5)), LONG);
        assertThat(Totals.of(dsl)).isEqualTo(doubled()).containsEntry("after", 10L);
        Await.until("side effects again", () -> sideEffects.get() > 0);
        assertThat(first.status().getFirst().position())
                .as("waits")
                .isLessThan(store.horizon().finalPosition());
        dsl.execute("drop owned by " + role + "; drop role " + role);
    }

    @Test
    void losesNothingWhileOthersAppendAndReadAllTheTime() throws Exception {
        startFirst(20);
        AtomicBoolean ended = new AtomicBoolean();
        Future<Integer> writer = Threads.beside(() -> {
            int number = 0;
            for (; !ended.get(); number++) {
                store.append(StreamId.of("s", number % 30), any(), note(number));
            }
            return number;
        });
        Future<Long> reader = Threads.beside(() -> {
            DSLContext own = database.dslOnOneConnection();
            long longest = 0;
            while (!ended.get()) {
                long begun = System.nanoTime();
                Totals.sumOf(own);
                longest = Math.max(longest, System.nanoTime() - begun);
            }
            return longest;
        });

        for (int version = 2; version <= 4; version++) {
            int factor = version;
            Projection projection = new Projection(
                    second().definition().batchSize(50),
                    version,
                    second().tables(),
                    batch -> Totals.count(batch.dsl(), batch.events(), factor));
            projections.rebuild(projection).swap(LONG);
            projections.dropPrevious(projection);
        }
        ended.set(true);

        assertThat(Threads.result(writer)).isPositive();
        assertThat(Duration.ofNanos(Threads.result(reader)))
                .as("the longest read")
                .isLessThan(Duration.ofSeconds(10));
        Map<String, Long> expected = new TreeMap<>(Totals.expected(dsl));
        expected.replaceAll((stream, count) -> 4 * count);
        Await.until("version 4 shown", () -> Totals.of(dsl).equals(expected));
        assertThat(tables()).containsExactly("totals");
    }

    @Test
    void tellsItsProgress() throws Exception {
        startFirst(20);

        try (Rebuild rebuild = projections.rebuild(second())) {
            rebuild.awaitCaughtUp(LONG);
            Await.until(
                    "at the head", () -> Duration.ZERO.equals(rebuild.progress().timeLeft()));

            RebuildProgress progress = rebuild.progress();
            assertThat(progress.state()).isEqualTo(RebuildProgress.State.CAUGHT_UP);
            assertThat(progress.eventsDone()).isEqualTo(200);
            assertThat(progress.position()).isGreaterThanOrEqualTo(progress.head());
            assertThat(progress.eventsPerSecond()).isPositive();
            assertThat(progress.lastError()).isNull();
        }
    }

    @Test
    void saysWhatHasStoppedIt() throws Exception {
        startFirst(2);
        Projection bad = new Projection(second().definition(), 2, second().tables(), batch -> {
            throw new IllegalStateException();
        });

        Rebuild rebuild = projections.rebuild(bad);
        Await.until("stopped", () -> rebuild.progress().state() == RebuildProgress.State.STOPPED);

        assertThatThrownBy(() -> rebuild.swap(LONG))
                .isInstanceOfSatisfying(
                        RebuildRefusedException.class,
                        e -> assertThat(e.projection()).isEqualTo("totals"))
                .hasMessage("projection totals: expected version 2 to be built on, found it stopped by"
                        + " java.lang.IllegalStateException");
        awaitFirst();
    }

    @Test
    void goesOnAfterItsProgramWasKilled() throws Exception {
        for (int stream = 0; stream < 10; stream++) {
            store.append(StreamId.of("s", stream), any(), notes(50));
        }
        projections.start(Totals.projection("totals"));
        awaitFirst();
        Projection projection = ProjectionProgram.projection(2);
        DSLContext next = DSL.using(database.dataSource(), SQLDialect.POSTGRES);
        for (int round = 1; round <= 3; round++) {
            long enough = 100L * round;
            Process other = ProjectionProgram.start(database, "rebuild", 2);
            Await.until("the other at work", () -> built(next) >= enough);
            other.destroyForcibly().waitFor();
        }
        assertThat(built(next)).isLessThan(500);

        Rebuild rebuild = projections.rebuild(projection);
        assertThat(rebuild.progress().position()).isPositive();
        rebuild.swap(LONG);

        assertThat(Totals.of(dsl)).isEqualTo(Totals.expected(dsl));
    }

    private static long built(DSLContext next) {
        try {
            return next.fetchSingle("select coalesce(sum(counted), 0)::bigint from totals__next")
                    .get(0, Long.class);
        } catch (DataAccessException e) {
            return 0;
        }
    }

    @Nested
    class RolledBack {

        @Test
        void leadsBackAndGoesOnFromThere() throws Exception {
            startFirst(5);
            String before = describe("totals");
            RunningProjection second = projections.rebuild(second()).swap(LONG);
            second.waitFor(store.append(StreamId.of("meanwhile"), any(), notes(5)), LONG);

            projections.rollBack(second());

            assertThat(describe("totals")).isEqualTo(before);
            awaitFirst();
            assertThat(tables()).containsExactly("totals", "totals__next");
            second.close();

            projections.rebuild(second()).swap(LONG);
            awaitSecond();
            assertThat(describe("totals")).isEqualTo(before);
            projections.dropPrevious(second());
            projections.dropPrevious(second());
            assertThat(tables()).containsExactly("totals");
            assertThatThrownBy(() -> projections.rollBack(second()))
                    .hasMessage("projection totals: expected a version that is kept, and none that is being built,"
                            + " found version 2 live");
        }
    }

    @Nested
    class Cancelled {

        @Test
        void leavesNothingAndCanBeginAnew() throws Exception {
            startFirst(5);
            Rebuild rebuild = projections.rebuild(second());
            rebuild.awaitCaughtUp(LONG);

            rebuild.cancel();

            assertThat(tables()).containsExactly("totals");
            assertThat(rebuild.progress().state()).isEqualTo(RebuildProgress.State.CANCELLED);
            assertThatThrownBy(() -> rebuild.swap(LONG)).isInstanceOf(RebuildRefusedException.class);
            awaitFirst();
            projections.rebuild(second()).swap(LONG);
            awaitSecond();
        }
    }

    @Nested
    class Refused {

        @ParameterizedTest
        @CsvSource(
                delimiter = ';',
                value = {
                    "create view shown as select * from totals; view shown of it",
                    "create materialized view shown as select counted from totals; view shown of it",
                    "create table of_it (s text references totals); foreign key of_it_s_fkey of of_it",
                    "alter table totals add other text references totals; foreign key totals_other_fkey of totals",
                    "create trigger watched before update on totals for each row execute function"
                            + " suppress_redundant_updates_trigger(); trigger watched on it",
                    "create rule none as on delete to totals do instead nothing; rule none on it",
                    "alter table totals enable row level security; row level security on it",
                    "create policy all_of_it on totals; policy all_of_it on it",
                    "alter table totals add more serial; sequence totals_more_seq of a serial column, which an identity"
                            + " column has not",
                    "create statistics both_of_it on stream_id, counted from totals; extended statistics both_of_it on it",
                    "grant select (counted) on totals to pg_monitor; privileges on its column counted",
                    "create publication all_of_it for table totals; publication all_of_it of it",
                    "create table child () inherits (totals); inheritance of table child",
                    "alter table totals set unlogged; it no plain table",
                    "alter table totals replica identity full; a replica identity of its own",
                    "create function f(t totals) returns int language sql as 'select 1'; function f(totals) that uses it"
                })
        void whatATableMadeLikeItWouldNotHave(String statement, String named) throws Exception {
            startFirst(1);
            dsl.execute(statement);

            assertThatThrownBy(() -> projections.rebuild(second()))
                    .isInstanceOf(RebuildRefusedException.class)
                    .hasMessage(
                            "projection totals: expected table public.totals to have nothing that a table made like it"
                                    + " would not have, found " + named);
            assertThat(tables()).doesNotContain("totals__next");
        }

        @Test
        void theSwapWhenAViewWasMadeMeanwhile() throws Exception {
            startFirst(3);
            Rebuild rebuild = projections.rebuild(second());
            dsl.execute("create view shown as select * from totals");

            assertThatThrownBy(() -> rebuild.swap(LONG)).hasMessageEndingWith("found view shown of it");

            awaitFirst();
            dsl.execute("drop view shown");
            rebuild.swap(LONG);
            awaitSecond();
        }

        @Test
        void theSwapWhileATransactionHasRead() throws Exception {
            startFirst(3);
            Rebuild rebuild = projections.rebuild(second());
            try (Connection reader = database.connect()) {
                reader.setAutoCommit(false);
                DSL.using(reader).fetchExists(TOTALS);

                assertThatThrownBy(() -> rebuild.swap(Duration.ofSeconds(1)))
                        .hasMessageContaining("expected its tables and checkpoints to itself within")
                        .hasMessageEndingWith("found them in use");
                // It stepped back: others are not kept waiting.
                assertThat(Totals.sumOf(dsl)).isEqualTo(30);
                reader.rollback();
            }
            rebuild.swap(LONG);
            awaitSecond();
        }

        @Test
        void theSameVersionAndTwoAtOnce() throws Exception {
            startFirst(1);

            assertThatThrownBy(() -> projections.rebuild(Totals.projection("totals")))
                    .hasMessage(
                            "projection totals: expected to build a version that is not live: raise it, found version 1"
                                    + " live");
            assertThatThrownBy(
                            () -> projections.rebuild(Totals.projection("never").version(2)))
                    .hasMessage("projection never: expected a version that is live already: start it, found none");
            projections.rebuild(second());
            assertThatThrownBy(() -> projections.rebuild(second().version(3)))
                    .hasMessage(
                            "projection totals: expected no other version being built: cancel it, found version 1 live,"
                                    + " version 2 being built");
        }

        @Test
        void tablesThatAreNotGeneratedOrNotThere() throws Exception {
            startFirst(1);

            assertThatThrownBy(() ->
                            projections.rebuild(new Projection(second().definition(), 2, List.of(), Totals::count)))
                    .hasMessage("projection totals: expected tables to be named that it owns, found none");
            assertThatThrownBy(() -> projections.rebuild(second().tables(DSL.table(DSL.name("absent")))))
                    .hasMessage("projection totals: expected table absent, found none of that name");
        }
    }
}
