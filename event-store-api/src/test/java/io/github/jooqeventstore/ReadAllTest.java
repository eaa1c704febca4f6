package io.github.jooqeventstore;

import static io.github.jooqeventstore.ExpectedVersion.any;
import static io.github.jooqeventstore.Notes.note;
import static io.github.jooqeventstore.Notes.notes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jooq.impl.DSL.condition;

import io.github.jooqeventstore.migration.SchemaMigrations;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jooq.Configuration;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.conf.MappedSchema;
import org.jooq.conf.RenderMapping;
import org.jooq.conf.Settings;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading everything in one order, which nobody may miss an event of. */
class ReadAllTest {

    private final TestDatabase database = TestDatabase.migrated();
    private final DSLContext dsl = database.dslOnOneConnection();
    private final EventStore store = EventStore.using(dsl);
    private final StreamId stream = StreamId.of("read", 1);

    private static List<Long> positions(AllPage page) {
        return page.events().stream().map(RecordedEvent::position).toList();
    }

    private static List<Long> numbers(long first, long last) {
        return LongStream.rangeClosed(first, last).boxed().toList();
    }

    /** An append in a transaction that stays open until the connection is told otherwise. */
    private Connection open(StreamId appendedTo, int events) throws SQLException {
        Connection connection = database.connect();
        connection.setAutoCommit(false);
        store.in(connection).append(appendedTo, any(), notes(events));
        return connection;
    }

    private void rollBack(StreamId appendedTo, int events) throws SQLException {
        try (Connection connection = open(appendedTo, events)) {
            connection.rollback();
        }
    }

    @Nested
    class WithoutGaps {

        @Test
        void deliversEverythingInTheOrderOfPositions() {
            store.append(stream, any(), notes(3));
            store.append(StreamId.of("read", 2), any(), notes(2));

            AllPage page = store.readAll(AllSlice.all());

            assertThat(positions(page)).isEqualTo(numbers(1, 5));
            assertThat(page.through()).isEqualTo(5);
            assertThat(page.events().getLast().stream()).isEqualTo(StreamId.of("read", 2));
        }

        @Test
        void readsOnBehindThrough() {
            store.append(stream, any(), notes(5));

            AllPage first = store.readAll(AllSlice.all().limit(2));
            AllPage second = store.readAll(AllSlice.all().limit(2).after(first.through()));
            AllPage third = store.readAll(AllSlice.all().limit(2).after(second.through()));
            AllPage none = store.readAll(AllSlice.all().limit(2).after(third.through()));

            assertThat(positions(first)).containsExactly(1L, 2L);
            assertThat(positions(second)).containsExactly(3L, 4L);
            assertThat(positions(third)).containsExactly(5L);
            assertThat(none).isEqualTo(new AllPage(List.of(), 5));
        }

        @Test
        void findsNothingInAnEmptyStore() {
            assertThat(store.readAll(AllSlice.all())).isEqualTo(new AllPage(List.of(), 0));
            assertThat(store.readAll(AllSlice.where(EventFilter.ofTypes("noted"))))
                    .isEqualTo(new AllPage(List.of(), 0));
            assertThat(store.horizon()).isEqualTo(new Horizon(0, 0, List.of()));
        }

        @Test
        void isLazyPageByPage() {
            store.append(stream, any(), notes(25));

            try (Stream<RecordedEvent> events =
                    store.readAllLazily(AllSlice.all().limit(4).after(2))) {
                assertThat(events.map(RecordedEvent::position)).isEqualTo(numbers(3, 25));
            }
        }
    }

    @Nested
    class WithAFilter {

        private final EventFilter noted = EventFilter.ofTypes("noted");

        @Test
        void deliversWhatItHoldsForAndGoesThroughTheRest() {
            store.append(stream, any(), new JsonEvent("other", "{}"), note(1), new JsonEvent("other", "{}"));

            AllPage page = store.readAll(AllSlice.where(noted));

            assertThat(positions(page)).containsExactly(2L);
            assertThat(page.through()).isEqualTo(3);
            assertThat(store.readAll(AllSlice.where(noted).after(3))).isEqualTo(new AllPage(List.of(), 3));
        }

        @Test
        void endsAFullPageAtItsLastEvent() {
            store.append(stream, any(), notes(5));

            assertThat(store.readAll(AllSlice.where(noted).limit(2)).through()).isEqualTo(2);
            assertThat(store.readAllLazily(AllSlice.where(noted).limit(2))).hasSize(5);
        }

        @Test
        void seesWhatWasCommittedSinceItAskedLast() {
            for (long last = 1; last <= 20; last++) {
                store.append(stream, any(), note(last));
                assertThat(positions(store.readAll(AllSlice.where(noted).after(last - 1))))
                        .containsExactly(last);
            }
        }

        @Test
        void waitsForAnOpenAppendThatMayHoldWhatItLooksFor() throws SQLException {
            store.append(stream, any(), note(1));
            try (Connection open = open(StreamId.of("read", 2), 1)) {
                store.append(stream, any(), note(3));

                AllPage page = store.readAll(AllSlice.where(noted));
                assertThat(page.through()).isLessThan(2);

                open.commit();
                assertThat(store.readAllLazily(AllSlice.where(noted)))
                        .extracting(RecordedEvent::position)
                        .containsExactly(1L, 2L, 3L);
            }
        }
    }

    @Nested
    class AtAGap {

        @Test
        void deliversWhatComesBeforeItAtOnceAndTheRestWhenItIsFilled() throws SQLException {
            store.append(stream, any(), notes(2));
            try (Connection open = open(StreamId.of("read", 2), 2)) {
                store.append(stream, any(), notes(3));

                AllPage before = store.readAll(AllSlice.all());
                assertThat(positions(before)).containsExactly(1L, 2L);
                assertThat(store.readAll(AllSlice.all().after(2))).isEqualTo(new AllPage(List.of(), 2));

                open.commit();
                assertThat(positions(store.readAll(AllSlice.all().after(2)))).isEqualTo(numbers(3, 7));
            }
        }

        @Test
        void passesAtOnceWhenItWasRolledBack() throws SQLException {
            store.append(stream, any(), note(1));
            rollBack(stream, 3);
            store.append(stream, any(), note(5));

            assertThat(store.readAllLazily(AllSlice.all()))
                    .extracting(RecordedEvent::position)
                    .containsExactly(1L, 5L);
        }

        @Test
        void passesAtOnceWhatASavepointHasRolledBack() throws SQLException {
            try (Connection connection = open(stream, 2)) {
                var savepoint = connection.setSavepoint();
                store.in(connection).append(stream, any(), notes(3));
                connection.rollback(savepoint);
                store.in(connection).append(stream, any(), note(6));
                connection.commit();
            }

            assertThat(store.readAllLazily(AllSlice.all()))
                    .extracting(RecordedEvent::position)
                    .containsExactly(1L, 2L, 6L);
        }

        @Test
        void passesOneAtTheBeginningOfAFreshSequence() throws SQLException {
            rollBack(stream, 1);
            store.append(stream, any(), note(2));

            AllPage page = store.readAll(AllSlice.all());

            assertThat(positions(page)).containsExactly(2L);
        }

        @Test
        void waitsForTheVeryFirstEventOfAFreshSequence() throws SQLException {
            try (Connection open = open(stream, 1)) {
                assertThat(store.readAll(AllSlice.all()).through()).isZero();
                store.append(StreamId.of("read", 2), any(), note(2));
                assertThat(store.readAll(AllSlice.all()).through()).isZero();
                assertThat(store.readAll(AllSlice.where(EventFilter.ofTypes("noted")))
                                .through())
                        .isZero();

                open.commit();
                assertThat(positions(store.readAll(AllSlice.all()))).containsExactly(1L, 2L);
            }
        }

        @Test
        void isNotHeldBackByALongTransactionThatHasNotAppended() throws SQLException {
            dsl.execute("create table other (id int)");
            try (Connection other = database.connect()) {
                other.setAutoCommit(false);
                other.createStatement().execute("insert into other values (1)");
                rollBack(stream, 2);
                store.append(stream, any(), note(3));

                assertThat(positions(store.readAll(AllSlice.all()))).containsExactly(3L);
                assertThat(store.horizon()).isEqualTo(new Horizon(3, 3, List.of()));
                other.rollback();
            }
        }

        /** A checkpoint would be written in the transaction of its events: the reader is held back by others alone. */
        @Test
        void waitsForEachOfSeveral() throws SQLException {
            try (Connection first = open(stream, 1);
                    Connection second = open(StreamId.of("read", 2), 1)) {
                store.append(StreamId.of("read", 3), any(), note(3));
                assertThat(store.readAll(AllSlice.all()).through()).isZero();
                second.commit();
                assertThat(store.readAll(AllSlice.all()).through()).isZero();
                first.rollback();
                assertThat(store.readAllLazily(AllSlice.all()))
                        .extracting(RecordedEvent::position)
                        .containsExactly(2L, 3L);
            }
        }
    }

    @Nested
    class WithTwoPhaseCommit {

        private final String gid = "gid-" + UUID.randomUUID();

        private void prepare(int events) throws SQLException {
            try (Connection connection = open(stream, events)) {
                connection.createStatement().execute("prepare transaction '" + gid + "'");
            }
        }

        @Test
        void waitsForAPreparedTransactionAndNamesIt() throws SQLException {
            prepare(1);
            store.append(StreamId.of("read", 2), any(), note(2));

            assertThat(store.readAll(AllSlice.all()).through()).isZero();
            Horizon horizon = store.horizon();
            assertThat(horizon.finalPosition()).isZero();
            assertThat(horizon.headPosition()).isEqualTo(2);
            assertThat(horizon.holders())
                    .singleElement()
                    .isInstanceOfSatisfying(
                            Horizon.PreparedTransaction.class,
                            holder -> assertThat(holder.gid()).isEqualTo(gid));

            dsl.execute("commit prepared '" + gid + "'");
            assertThat(positions(store.readAll(AllSlice.all()))).containsExactly(1L, 2L);
            assertThat(store.horizon()).isEqualTo(new Horizon(2, 2, List.of()));
        }

        /** It is awaited from when it still had a process, and keeps nothing but its virtual id. */
        @Test
        void waitsForOneThatWasAwaitedBeforeItWasPrepared() throws SQLException {
            try (Connection connection = open(stream, 1)) {
                store.append(StreamId.of("read", 2), any(), note(2));
                assertThat(store.readAll(AllSlice.all()).through()).isZero();
                connection.createStatement().execute("prepare transaction '" + gid + "'");
            }
            assertThat(store.readAll(AllSlice.all()).through()).isZero();

            dsl.execute("rollback prepared '" + gid + "'");
            assertThat(positions(store.readAll(AllSlice.all()))).containsExactly(2L);
        }
    }

    @Nested
    class HeldBack {

        @Test
        void namesTheSessionAndItsQuery() throws SQLException {
            try (Connection open = open(stream, 1)) {
                open.createStatement().execute("set application_name = 'slow coach'");
                store.append(StreamId.of("read", 2), any(), note(2));

                Horizon horizon = store.horizon();

                assertThat(horizon.finalPosition()).isZero();
                assertThat(horizon.headPosition()).isEqualTo(2);
                assertThat(horizon.holders()).singleElement().isInstanceOfSatisfying(Horizon.Session.class, holder -> {
                    assertThat(holder.pid()).isPositive();
                    assertThat(holder.since()).isNotNull();
                    assertThat(holder.applicationName()).isEqualTo("slow coach");
                    assertThat(holder.query()).isEqualTo("set application_name = 'slow coach'");
                    assertThat(holder.toString()).doesNotContain("set application_name");
                });
                open.rollback();
            }
        }

        @Test
        void isSilentAboutTheQueryWhereTheRoleMayNotSeeIt() throws SQLException {
            String reader = "reader_of_horizon_" + ProcessHandle.current().pid();
            SchemaMigrations.of(database.dataSource())
                    .grant("app_of_horizon_" + ProcessHandle.current().pid(), reader);
            dsl.execute("alter role " + reader + " login password 'not-a-secret'");
            try (Connection open = open(stream, 1)) {
                store.append(StreamId.of("read", 2), any(), note(2));

                Horizon horizon = EventStore.using(
                                database.as(reader, "not-a-secret").dsl())
                        .horizon();

                assertThat(horizon.holders()).singleElement().isInstanceOfSatisfying(Horizon.Session.class, holder -> {
                    assertThat(holder.pid()).isPositive();
                    assertThat(holder.since()).isNull();
                    assertThat(holder.query()).isNull();
                });
                open.rollback();
            }
        }

        @Test
        void isWarnedOfOnceAndWithoutTheQuery() throws SQLException {
            Logger logger = Logger.getLogger(EventStore.class.getName());
            List<String> warnings = new ArrayList<>();
            Handler handler = new Handler() {
                @Override
                public void publish(LogRecord told) {
                    warnings.add(told.getLevel() + " " + told.getMessage());
                }

                @Override
                public void flush() {}

                @Override
                public void close() {}
            };
            logger.addHandler(handler);
            try (Connection open = open(stream, 1)) {
                EventStore impatient = EventStore.builder(dsl)
                        .warnWhenHeldBackFor(Duration.ZERO)
                        .build();
                open.createStatement().execute("set application_name = 'slow coach'");
                store.append(StreamId.of("read", 2), any(), note(2));

                for (int i = 0; i < 5; i++) {
                    impatient.readAll(AllSlice.all());
                    store.readAll(AllSlice.all());
                }

                assertThat(warnings)
                        .singleElement()
                        .asString()
                        .matches(
                                "WARNING global order: expected transactions that append to end within 0 ms, found session"
                                        + " of pid [0-9]+ \\(slow coach\\) open for longer; it holds back all readers behind"
                                        + " position 0");
                open.rollback();
            } finally {
                logger.removeHandler(handler);
            }
        }
    }

    @Nested
    class WhereTheTablesAreElsewhere {

        private void holdsBackInItsOwnSchemaAlone(EventStore mapped, Connection open) throws SQLException {
            store.append(stream, any(), notes(4));
            mapped.in(open).append(stream, any(), note(1));
            mapped.append(StreamId.of("read", 2), any(), note(2));

            assertThat(mapped.readAll(AllSlice.all()).through()).isZero();
            assertThat(mapped.horizon().holders()).hasSize(1);
            assertThat(positions(store.readAll(AllSlice.all()))).isEqualTo(numbers(1, 4));
            assertThat(store.horizon()).isEqualTo(new Horizon(4, 4, List.of()));
            open.commit();
            assertThat(positions(mapped.readAll(AllSlice.all()))).containsExactly(1L, 2L);
            assertThat(mapped.publishHorizon()).isEqualTo(2);
        }

        @Test
        void byMapping() throws SQLException {
            SchemaMigrations.of(database.dataSource()).schema("tenant \"O'Hara").migrate();
            Settings settings = new Settings()
                    .withRenderMapping(new RenderMapping()
                            .withSchemata(
                                    new MappedSchema().withInput("event_store").withOutput("tenant \"O'Hara")));
            Configuration tenant = dsl.configuration().derive(settings);
            try (Connection open = database.connect()) {
                open.setAutoCommit(false);
                EventStore mapped = store.in(tenant);
                holdsBackInItsOwnSchemaAlone(mapped, open);
            }
        }

        @Test
        void bySearchPath() throws SQLException {
            SchemaMigrations.of(database.dataSource()).schema("tenant_b").migrate();
            TestDatabase there = database.withSearchPath("tenant_b");
            try (Connection open = there.connect()) {
                open.setAutoCommit(false);
                EventStore unqualified = EventStore.using(
                        DSL.using(there.dataSource(), SQLDialect.POSTGRES, new Settings().withRenderSchema(false)));
                holdsBackInItsOwnSchemaAlone(unqualified, open);
            }
        }

        /** One search path after the other: what is final for one tenant is not final for the next. */
        @Test
        void byTheSearchPathOfTheMoment() throws SQLException {
            SchemaMigrations.of(database.dataSource()).schema("tenant_c").migrate();
            Settings settings = new Settings().withRenderSchema(false);
            EventStore one = EventStore.using(
                    DSL.using(database.withSearchPath("event_store").dataSource(), SQLDialect.POSTGRES, settings));
            EventStore other =
                    one.in(DSL.using(database.withSearchPath("tenant_c").dataSource(), SQLDialect.POSTGRES, settings));
            rollBack(stream, 3);
            one.append(stream, any(), notes(3));
            assertThat(one.readAll(AllSlice.all()).through()).isEqualTo(6);
            try (Connection open = database.withSearchPath("tenant_c").connect()) {
                open.setAutoCommit(false);
                EventStore.using(DSL.using(open, SQLDialect.POSTGRES, settings)).append(stream, any(), note(1));
                other.append(StreamId.of("read", 2), any(), note(2));

                assertThat(other.readAll(AllSlice.all()).through()).isZero();
                assertThat(other.readAll(AllSlice.where(EventFilter.ofTypes("noted")))
                                .through())
                        .isZero();
                open.commit();
                assertThat(positions(other.readAll(AllSlice.all()))).containsExactly(1L, 2L);
                assertThat(positions(one.readAll(AllSlice.all()))).containsExactly(4L, 5L, 6L);
            }
        }

        /** An insertion into a partition locks that one and not the whole. */
        @Test
        void inPartitions() throws SQLException {
            dsl.execute("drop table event_store.events");
            dsl.execute("""
                    create table event_store.events (
                      position bigint generated always as identity (cache 1), version bigint not null,
                      created_at timestamptz not null default clock_timestamp(), event_id uuid not null,
                      schema_version int not null default 1, stream_id text not null collate "C",
                      event_type text not null collate "C", event_data jsonb not null, metadata jsonb not null default '{}',
                      primary key (stream_id, version)) partition by hash (stream_id)""");
            dsl.execute(
                    "create table event_store.events_0 partition of event_store.events for values with (modulus 1, remainder 0)");
            try (Connection open = database.connect()) {
                open.setAutoCommit(false);
                open.createStatement().execute("""
                        insert into event_store.events_0 (position, stream_id, version, event_id, event_type, event_data)
                        overriding system value
                        values (nextval('event_store.events_position_seq'), 's', 1, gen_random_uuid(), 'noted', '{}')""");
                store.append(stream, any(), note(2));

                assertThat(store.readAll(AllSlice.all()).through()).isZero();
                assertThat(store.horizon().holders()).hasSize(1);
                open.commit();
                assertThat(positions(store.readAll(AllSlice.all()))).containsExactly(1L, 2L);
            }
        }
    }

    @Nested
    class AfterARestore {

        /** Positions are handed out again: what was final before is not final now. */
        @Test
        void believesNothingThatWasFinalInAnEarlierEpoch() throws SQLException {
            rollBack(stream, 5);
            store.append(stream, any(), notes(5));
            assertThat(store.readAll(AllSlice.all()).through()).isEqualTo(10);
            dsl.execute("alter table event_store.events disable trigger events_are_never_changed");
            dsl.execute("truncate event_store.events restart identity");
            dsl.execute("update event_store.store set epoch = epoch + 1");

            try (Connection open = open(StreamId.of("read", 2), 1)) {
                store.append(StreamId.of("read", 3), any(), note(2));

                assertThat(store.readAll(AllSlice.all()).through()).isZero();
                assertThat(store.readAll(AllSlice.where(EventFilter.ofTypes("noted")))
                                .through())
                        .isZero();
                assertThat(store.publishHorizon()).isZero();
                open.commit();
                assertThat(positions(store.readAll(AllSlice.all()))).containsExactly(1L, 2L);
            }
        }
    }

    @Nested
    class IsRefused {

        @Test
        void insideATransactionOfTheCallers() {
            assertThatThrownBy(() -> dsl.transaction(tx -> store.in(tx).readAll(AllSlice.all())))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessage("read all: must not run inside a transaction, nor on connections that do not commit by"
                            + " themselves; found auto-commit off");
        }

        @Test
        void onConnectionsThatDoNotCommitByThemselves() throws SQLException {
            try (Connection connection = database.connect()) {
                connection.setAutoCommit(false);
                assertThatThrownBy(() -> store.in(connection).readAll(AllSlice.all()))
                        .isInstanceOf(InvalidInputException.class);
                assertThatThrownBy(() -> store.in(connection).horizon()).isInstanceOf(InvalidInputException.class);
                assertThatThrownBy(() -> store.in(connection).publishHorizon())
                        .isInstanceOf(InvalidInputException.class);
            }
        }

        @Test
        void whereSessionsTakeSeveralPositionsAtOnce() {
            dsl.execute("alter table event_store.events alter position set cache 20");

            assertThatThrownBy(() -> store.readAll(AllSlice.all()))
                    .isInstanceOf(GlobalOrderException.class)
                    .hasMessage("global order: expected the identity column position of events to have cache 1 and"
                            + " increment 1, found cache 20 and increment 1; alter the column with set cache 1 set"
                            + " increment 1");
        }

        @Test
        void wherePositionsAreNotTheServersToGive() {
            dsl.execute("alter table event_store.events alter position drop identity");

            assertThatThrownBy(() -> store.readAll(AllSlice.all()))
                    .isInstanceOf(GlobalOrderException.class)
                    .hasMessageContaining("expected column position of events to be an identity column");
        }

        @Test
        void toARoleWithoutTheRights() {
            String role = "without_rights_" + ProcessHandle.current().pid();
            dsl.execute("create role " + role + " login password 'not-a-secret'");
            dsl.execute("grant usage on schema event_store to " + role);
            dsl.execute("grant select on event_store.store to " + role);

            EventStore poor = EventStore.using(database.as(role, "not-a-secret").dsl());

            assertThatThrownBy(() -> poor.readAll(AllSlice.all()))
                    .isInstanceOf(GlobalOrderException.class)
                    .hasMessage(
                            "read all: expected the rights that roles.sql grants, found ERROR: permission denied for"
                                    + " table events");
        }

        @Test
        void withoutASlice() {
            assertThatThrownBy(() -> AllSlice.all().after(-1))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessage("slice of all: position must not be negative, found -1");
            assertThatThrownBy(() -> AllSlice.all().limit(0))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessage("slice of all: limit must be 1 or more, found 0");
        }
    }

    /** Each statement is a transaction of its own, so that its snapshot is taken when it begins, whatever the level. */
    @ParameterizedTest
    @ValueSource(strings = {"repeatable read", "serializable"})
    void worksUnderEveryDefaultIsolation(String level) throws SQLException {
        dsl.execute("set default_transaction_isolation = '" + level + "'");
        try (Connection open = open(stream, 1)) {
            store.append(StreamId.of("read", 2), any(), note(2));
            assertThat(store.readAll(AllSlice.all()).through()).isZero();
            open.commit();
            assertThat(positions(store.readAll(AllSlice.all()))).containsExactly(1L, 2L);
        }
    }

    @Test
    void publishesTheHorizonNeverBackwards() {
        store.append(stream, any(), notes(3));
        assertThat(store.publishHorizon()).isEqualTo(3);
        assertThat(dsl.fetchValue("select published_horizon from event_store.store"))
                .isEqualTo(3L);
        dsl.execute("update event_store.store set published_horizon = 7");
        assertThat(store.publishHorizon()).isEqualTo(3);
        assertThat(dsl.fetchValue("select published_horizon from event_store.store"))
                .isEqualTo(7L);
    }

    @Test
    void errorsOfTheDatabaseArriveAsElsewhere() {
        store.append(stream, any(), note(1));
        dsl.execute("set statement_timeout = 50");
        assertThatThrownBy(
                        () -> store.readAll(AllSlice.where(EventFilter.matching(condition("pg_sleep(1) is not null")))))
                .isInstanceOf(DataAccessException.class);
    }
}
