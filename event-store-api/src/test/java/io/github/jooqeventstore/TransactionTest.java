package io.github.jooqeventstore;

import static io.github.jooqeventstore.ExpectedVersion.any;
import static io.github.jooqeventstore.ExpectedVersion.exactly;
import static io.github.jooqeventstore.ExpectedVersion.noStream;
import static io.github.jooqeventstore.ExpectedVersion.streamExists;
import static io.github.jooqeventstore.Notes.note;
import static io.github.jooqeventstore.Notes.notes;
import static io.github.jooqeventstore.schema.Tables.EVENTS;
import static io.github.jooqeventstore.schema.Tables.STREAMS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jooq.impl.DSL.currentOffsetDateTime;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;
import static org.jooq.impl.SQLDataType.CLOB;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jooq.Configuration;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.DataSourceConnectionProvider;
import org.jooq.impl.DefaultConfiguration;
import org.jooq.impl.ThreadLocalTransactionProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TransactionTest {

    private static final TestDatabase DATABASE = TestDatabase.migrated();
    private static final HikariDataSource POOL = pool(true, 8);
    private static final DSLContext DSL_CONTEXT = DSL.using(POOL, SQLDialect.POSTGRES);
    private static final EventStore STORE = EventStore.using(DSL_CONTEXT);
    private static final AtomicInteger NUMBER = new AtomicInteger();

    /** A table of the application's own. */
    private static final Table<Record> LEDGER = table(name("ledger"));

    private static final Field<String> ENTRY = field(name("entry"), CLOB);

    @BeforeAll
    static void makeTheApplicationsOwnTable() {
        DSL_CONTEXT.createTable(LEDGER).column(ENTRY).execute();
    }

    @AfterAll
    static void close() {
        POOL.close();
    }

    @Nested
    class InATransactionOfJooq {

        @Test
        void commitsWithTheCallersRows() {
            StreamId stream = newStream();
            AppendResult inside = DSL_CONTEXT.transactionResult(tx -> {
                AppendResult result = STORE.in(tx).append(stream, noStream(), note(1), note(2));
                enter(tx.dsl(), stream);
                assertThat(STORE.load(stream))
                        .as("what others see before the commit")
                        .isEmpty();
                return result;
            });

            assertThat(inside.lastVersion()).isEqualTo(2);
            assertThat(STORE.load(stream)).hasSize(2);
            assertThat(entries(stream)).isEqualTo(1);
        }

        @Test
        void rollsBackWithTheCallersRows() {
            StreamId stream = newStream();
            assertThatThrownBy(() -> DSL_CONTEXT.transaction(tx -> {
                        STORE.in(tx).append(stream, noStream(), note(1));
                        STORE.in(tx).append(stream, exactly(1), notes(3));
                        enter(tx.dsl(), stream);
                        assertThat(STORE.in(tx).load(stream)).hasSize(4);
                        throw new ChangedMyMind();
                    }))
                    .isInstanceOf(ChangedMyMind.class);

            assertNothingOf(stream);
            assertThat(entries(stream)).isZero();
            assertThat(STORE.append(stream, noStream(), note(1)).firstVersion()).isEqualTo(1);
        }

        @Test
        void aNestedOneThatIsRolledBackTakesItsOwnEventsAlone() {
            StreamId stream = newStream();
            DSL_CONTEXT.transaction(outer -> {
                STORE.in(outer).append(stream, noStream(), note(1));
                assertThatThrownBy(() -> outer.dsl().transaction(inner -> {
                            STORE.in(inner).append(stream, exactly(1), note(99), note(99));
                            STORE.in(inner)
                                    .append(List.of(
                                            StreamAppend.of(stream, any(), note(99)),
                                            StreamAppend.of(newStream(), any(), note(99))));
                            throw new ChangedMyMind();
                        }))
                        .isInstanceOf(ChangedMyMind.class);
                outer.dsl().transaction(inner -> STORE.in(inner).append(stream, exactly(1), note(2)));
            });

            assertThat(STORE.load(stream))
                    .extracting(RecordedEvent::json)
                    .containsExactly("{\"number\": 1}", "{\"number\": 2}");
        }

        @Test
        void canBeWhatTheStoreIsMadeOn() {
            StreamId stream = newStream();
            assertThatThrownBy(() -> DSL_CONTEXT.transaction(tx -> {
                        EventStore.using(tx.dsl()).append(stream, any(), note(1));
                        throw new ChangedMyMind();
                    }))
                    .isInstanceOf(ChangedMyMind.class);
            assertNothingOf(stream);
        }
    }

    @Nested
    class OnAConnectionOfTheCaller {

        @Test
        void commitsAndRollsBackWithIt() throws SQLException {
            StreamId kept = newStream();
            StreamId dropped = newStream();
            try (Connection connection = DATABASE.connect()) {
                connection.setAutoCommit(false);
                EventStore store = STORE.in(connection);
                store.append(kept, any(), note(1));
                connection.commit();
                store.append(kept, streamExists(), note(2));
                store.append(dropped, any(), note(1));
                connection.rollback();
                assertThat(connection.getAutoCommit()).isFalse();
                assertThat(connection.isClosed()).isFalse();
            }
            assertThat(STORE.load(kept)).hasSize(1);
            assertNothingOf(dropped);
        }

        @Test
        void commitsByItselfWhereTheConnectionDoes() throws SQLException {
            StreamId stream = newStream();
            try (Connection connection = DATABASE.connect()) {
                STORE.in(connection).append(stream, any(), note(1));
                assertThat(STORE.load(stream)).hasSize(1);
            }
        }

        @Test
        void usesThatConnectionAloneWhateverTheStoresOwnTransactionProviderIs() throws SQLException {
            StreamId stream = newStream();
            EventStore threadLocal = EventStore.using(threadLocalTransactions());
            try (Connection connection = DATABASE.connect()) {
                connection.setAutoCommit(false);
                threadLocal.in(connection).append(stream, any(), note(1));
                assertThat(threadLocal.in(connection).load(stream)).hasSize(1);
                connection.rollback();
            }
            assertNothingOf(stream);
        }

        @Test
        void leavesATransactionOfJooqForThatConnection() throws SQLException {
            StreamId stream = newStream();
            try (Connection connection = DATABASE.connect()) {
                assertThatThrownBy(() -> DSL_CONTEXT.transaction(tx -> {
                            STORE.in(tx).in(connection).append(stream, any(), note(1));
                            throw new ChangedMyMind();
                        }))
                        .isInstanceOf(ChangedMyMind.class);
            }
            assertThat(STORE.load(stream)).hasSize(1);
        }
    }

    @Nested
    class OnAThreadBoundDataSource {

        private final ThreadBoundDataSource dataSource = new ThreadBoundDataSource(POOL);
        private final DSLContext dsl = DSL.using(dataSource, SQLDialect.POSTGRES);
        private final EventStore store = EventStore.using(dsl);

        @Test
        void joinsTheTransactionOfTheThread() throws Exception {
            StreamId stream = newStream();
            dataSource.inTransaction(() -> {
                enter(dsl, stream);
                store.append(stream, noStream(), note(1));
                store.append(stream, any(), notes(2));
                assertThat(STORE.load(stream)).isEmpty();
                return store.load(stream);
            });
            assertThat(STORE.load(stream)).hasSize(3);
            assertThat(entries(stream)).isEqualTo(1);
        }

        @Test
        void isRolledBackWithTheTransactionOfTheThread() {
            StreamId stream = newStream();
            assertThatThrownBy(() -> dataSource.inTransaction(() -> {
                        store.append(stream, any(), note(1));
                        enter(dsl, stream);
                        throw new ChangedMyMind();
                    }))
                    .isInstanceOf(ChangedMyMind.class);
            assertNothingOf(stream);
            assertThat(entries(stream)).isZero();
        }

        @Test
        void commitsByItselfOutside() {
            StreamId stream = newStream();
            store.append(stream, any(), note(1));
            assertThat(STORE.load(stream)).hasSize(1);
        }
    }

    @Nested
    class WithAThreadLocalTransactionProvider {

        private final DSLContext dsl = threadLocalTransactions();
        private final EventStore store = EventStore.using(dsl);

        @Test
        void joinsTheTransactionOfTheThread() {
            StreamId stream = newStream();
            dsl.transaction(() -> {
                store.append(stream, noStream(), note(1));
                enter(dsl, stream);
                assertThat(STORE.load(stream)).isEmpty();
            });
            assertThat(STORE.load(stream)).hasSize(1);

            assertThatThrownBy(() -> dsl.transaction(() -> {
                        store.append(stream, exactly(1), note(2));
                        throw new ChangedMyMind();
                    }))
                    .isInstanceOf(ChangedMyMind.class);
            assertThat(STORE.load(stream)).hasSize(1);
        }

        @Test
        void commitsByItselfOutside() {
            StreamId stream = newStream();
            store.append(stream, any(), note(1));
            assertThat(STORE.load(stream)).hasSize(1);
        }
    }

    @Nested
    class ARefusedAppend {

        static Stream<Refused> refused() {
            return Stream.of(
                    new Refused("one event, no stream", s -> of(s.existing(), noStream(), 1)),
                    new Refused("one event, a version that has passed", s -> of(s.existing(), exactly(1), 1)),
                    new Refused("one event, a version that never was", s -> of(s.absent(), exactly(1), 1)),
                    new Refused("one event, an existing stream", s -> of(s.absent(), streamExists(), 1)),
                    new Refused("one event, any version of an archived stream", s -> of(s.archived(), any(), 1)),
                    new Refused("one event, an archived stream at its version", s -> of(s.archived(), exactly(2), 1)),
                    new Refused("several events, no stream", s -> of(s.existing(), noStream(), 3)),
                    new Refused("several events, a version that has passed", s -> of(s.existing(), exactly(1), 3)),
                    new Refused("several events, an existing stream", s -> of(s.absent(), streamExists(), 3)),
                    new Refused("several events, any version of an archived stream", s -> of(s.archived(), any(), 3)),
                    new Refused(
                            "several streams, none to create",
                            s -> both(of(s.existing(), exactly(2), 2), of(s.absent(), exactly(1), 1))),
                    new Refused(
                            "several streams, one to create",
                            s -> both(of(s.absent(), noStream(), 2), of(s.existing(), exactly(1), 1))),
                    new Refused(
                            "several streams, behind a savepoint, no stream",
                            s -> both(of(s.absent(), any(), 2), of(s.existing(), noStream(), 1))),
                    new Refused(
                            "several streams, behind a savepoint, one archived",
                            s -> both(of(s.absent(), noStream(), 2), of(s.archived(), any(), 1))),
                    new Refused(
                            "an id of another event, one event",
                            s -> List.of(StreamAppend.of(s.absent(), any(), Notes.noteWithId(s.usedId())))),
                    new Refused(
                            "an id of another event, one of several",
                            s -> List.of(
                                    StreamAppend.of(s.existing(), exactly(2), note(1), Notes.noteWithId(s.usedId())))),
                    new Refused(
                            "an id of another event, several streams",
                            s -> both(
                                    of(s.existing(), any(), 1),
                                    List.of(StreamAppend.of(s.absent(), any(), Notes.noteWithId(s.usedId()))))));
        }

        @ParameterizedTest
        @MethodSource("refused")
        void leavesTheTransactionUsableAndNothingElse(Refused refused) {
            UUID usedId = UUID.randomUUID();
            Streams streams = new Streams(newStream(), newStream(), newStream(), usedId);
            STORE.append(streams.existing(), noStream(), note(1), Notes.noteWithId(usedId));
            STORE.append(streams.archived(), noStream(), notes(2));
            archive(streams.archived());
            StreamId written = newStream();

            DSL_CONTEXT.transaction(tx -> {
                EventStore store = STORE.in(tx);
                store.append(written, noStream(), note(1));
                assertThatExceptionOfType(EventStoreException.class)
                        .isThrownBy(() -> store.append(refused.appends().apply(streams)))
                        .isInstanceOfAny(
                                WrongExpectedVersionException.class,
                                StreamArchivedException.class,
                                EventIdAlreadyUsedException.class)
                        .withNoCause();
                store.append(written, exactly(1), note(2));
                enter(tx.dsl(), written);
            });

            assertThat(STORE.load(written)).hasSize(2);
            assertThat(entries(written)).isEqualTo(1);
            assertNothingOf(streams.absent());
            assertThat(STORE.load(streams.existing())).hasSize(2);
            assertThat(STORE.load(streams.archived())).hasSize(2);
            assertThat(STORE.currentVersion(streams.existing())).hasValue(2);
            assertThat(STORE.currentVersion(streams.archived())).hasValue(2);
        }
    }

    @Nested
    class ARefusedAppendToSeveralStreams {

        @Test
        void holdsNoLockBehindItsSavepoint() {
            StreamId existing = newStream();
            STORE.append(existing, noStream(), note(1));
            DSL_CONTEXT.transaction(tx -> {
                assertThatThrownBy(
                                () -> STORE.in(tx).append(both(of(existing, noStream(), 1), of(newStream(), any(), 1))))
                        .isInstanceOf(WrongExpectedVersionException.class);
                try (Connection other = DATABASE.connect()) {
                    execute(other, "set lock_timeout = '5s'");
                    STORE.in(other).append(existing, exactly(1), note(2));
                }
            });
            assertThat(STORE.currentVersion(existing)).hasValue(2);
        }
    }

    @Nested
    class ToSeveralStreamsOfWhichAnotherCreatesOneMeanwhile {

        @ParameterizedTest
        @ValueSource(booleans = {true, false})
        void takesWhateverStreamItIs(boolean inATransaction) throws Exception {
            Race race = new Race(inATransaction, any());
            List<AppendResult> results = Threads.result(race.run());

            assertThat(results).extracting(AppendResult::firstVersion).containsExactly(1L, 2L);
            assertThat(STORE.load(race.created)).hasSize(1);
            assertThat(STORE.load(race.lost)).hasSize(2);
            assertThat(entries(race.created)).isEqualTo(1);
        }

        @ParameterizedTest
        @ValueSource(booleans = {true, false})
        void isRefusedWhereItExpectedNoStreamAndWritesNothing(boolean inATransaction) throws Exception {
            Race race = new Race(inATransaction, noStream());

            assertThatThrownBy(() -> Threads.result(race.run()))
                    .isInstanceOf(WrongExpectedVersionException.class)
                    .hasMessage("stream " + race.lost + ": expected no stream, found version 1");
            assertNothingOf(race.created);
            assertThat(STORE.load(race.lost)).hasSize(1);
            assertThat(entries(race.created)).as("the transaction went on").isEqualTo(1);
        }

        /** The one to two new streams, the second of which the other has created and commits while the one waits for it. */
        private static final class Race {

            private final StreamId created = newStream();
            private final StreamId lost = newStream();
            private final boolean inATransaction;
            private final ExpectedVersion expected;

            Race(boolean inATransaction, ExpectedVersion expected) {
                this.inATransaction = inATransaction;
                this.expected = expected;
            }

            Future<List<AppendResult>> run() throws Exception {
                try (Connection other = DATABASE.connect()) {
                    other.setAutoCommit(false);
                    STORE.in(other).append(lost, noStream(), note(1));
                    Future<List<AppendResult>> one = Threads.beside(this::append);
                    Sessions.awaitWaitingForLocks(DATABASE, 1);
                    other.commit();
                    return one;
                }
            }

            private List<AppendResult> append() {
                List<StreamAppend> appends = both(of(created, expected, 1), of(lost, expected, 1));
                if (!inATransaction) {
                    enter(DSL_CONTEXT, created);
                    return STORE.append(appends);
                }
                return DSL_CONTEXT.transactionResult(tx -> {
                    try {
                        return STORE.in(tx).append(appends);
                    } finally {
                        enter(tx.dsl(), created);
                        tx.dsl().connection(Connection::commit);
                    }
                });
            }
        }
    }

    @Nested
    class WithoutAutoCommitAndWithoutATransaction {

        @Test
        void isRefusedAndWritesNothing() {
            StreamId stream = newStream();
            try (HikariDataSource pool = pool(false, 4)) {
                EventStore store = EventStore.using(DSL.using(pool, SQLDialect.POSTGRES));
                for (List<StreamAppend> appends : List.of(
                        of(stream, any(), 1),
                        of(stream, noStream(), 3),
                        both(of(stream, any(), 1), of(newStream(), any(), 1)))) {
                    assertThatThrownBy(() -> store.append(appends))
                            .isInstanceOf(NotDurableException.class)
                            .hasMessage("append: expected a connection that commits by itself, or a transaction of the"
                                    + " caller's, found auto-commit off and no transaction");
                }
            }
            assertNothingOf(stream);
        }

        @Test
        void isRefusedAlsoByAPoolThatHasNoSecondConnection() {
            StreamId stream = newStream();
            try (HikariDataSource pool = pool(false, 1)) {
                EventStore store = EventStore.using(DSL.using(pool, SQLDialect.POSTGRES));
                assertThatThrownBy(() -> store.append(stream, any(), note(1))).isInstanceOf(NotDurableException.class);
            }
            assertNothingOf(stream);
        }

        @Test
        void isWrittenInATransactionOfJooqOnTheSamePool() {
            StreamId stream = newStream();
            try (HikariDataSource pool = pool(false, 1)) {
                DSLContext dsl = DSL.using(pool, SQLDialect.POSTGRES);
                EventStore store = EventStore.using(dsl);
                dsl.transaction(tx -> store.in(tx).append(stream, any(), note(1)));
                assertThat(store.load(stream)).hasSize(1);
            }
            assertThat(STORE.load(stream)).hasSize(1);
        }
    }

    @Nested
    class WhereTheSnapshotIsOlderThanTheStream {

        @ParameterizedTest
        @MethodSource("io.github.jooqeventstore.TransactionTest#appendsToAStreamThatMoved")
        void aRepeatableReadTransactionIsToBeRepeated(Moved moved) throws SQLException {
            assertConflict(Connection.TRANSACTION_REPEATABLE_READ, moved);
        }

        @ParameterizedTest
        @MethodSource("io.github.jooqeventstore.TransactionTest#appendsToAStreamThatMoved")
        void aSerializableTransactionIsToBeRepeated(Moved moved) throws SQLException {
            assertConflict(Connection.TRANSACTION_SERIALIZABLE, moved);
        }

        private static void assertConflict(int isolation, Moved moved) throws SQLException {
            StreamId old = newStream();
            StreamId created = newStream();
            STORE.append(old, noStream(), note(1));
            try (Connection connection = DATABASE.connect()) {
                connection.setTransactionIsolation(isolation);
                connection.setAutoCommit(false);
                EventStore store = STORE.in(connection);
                assertThat(store.load(old)).hasSize(1);
                STORE.append(old, exactly(1), note(2));
                STORE.append(created, noStream(), note(1));

                assertThatExceptionOfType(TransactionConflictException.class)
                        .isThrownBy(() -> store.append(moved.appends().apply(old, created)))
                        .satisfies(e -> assertThat(e.sqlState()).isEqualTo("40001"))
                        .withMessageStartingWith("transaction: expected to be alone on its streams, found ERROR: could"
                                + " not serialize access");
                connection.rollback();

                assertThat(store.load(old)).hasSize(2);
                store.append(old, exactly(2), note(3));
                connection.commit();
            }
            assertThat(STORE.currentVersion(old)).hasValue(3);
            assertThat(STORE.currentVersion(created)).hasValue(1);
        }
    }

    static Stream<Moved> appendsToAStreamThatMoved() {
        return Stream.of(
                new Moved("one event, a version", (old, created) -> of(old, exactly(1), 1)),
                new Moved("several events, a version", (old, created) -> of(old, exactly(1), 3)),
                new Moved("one event, any version", (old, created) -> of(old, any(), 1)),
                new Moved("several events, an existing stream", (old, created) -> of(old, streamExists(), 3)),
                new Moved("one event, no stream", (old, created) -> of(created, noStream(), 1)),
                new Moved("several events, any version of a new stream", (old, created) -> of(created, any(), 3)),
                new Moved(
                        "several streams",
                        (old, created) -> both(of(old, exactly(1), 1), of(created, streamExists(), 1))),
                new Moved(
                        "several streams, behind a savepoint",
                        (old, created) -> both(of(newStream(), noStream(), 1), of(created, any(), 1))));
    }

    @Nested
    class InADeadlock {

        @Test
        void oneTransactionIsToBeRepeatedAndTheOtherGoesOn() throws Exception {
            StreamId first = newStream();
            StreamId second = newStream();
            STORE.append(both(of(first, noStream(), 1), of(second, noStream(), 1)));
            CyclicBarrier bothHoldOne = new CyclicBarrier(2);

            List<String> outcomes = Threads.together(
                    2,
                    thread -> DSL_CONTEXT.transactionResult(tx -> {
                        // A setting of the server's: no table is named.
                        tx.dsl().execute("set local deadlock_timeout = '20ms'");
                        EventStore store = STORE.in(tx);
                        store.append(thread == 0 ? first : second, exactly(1), note(2));
                        bothHoldOne.await();
                        try {
                            store.append(thread == 0 ? second : first, any(), note(3));
                            return "committed";
                        } catch (TransactionConflictException e) {
                            tx.dsl().connection(Connection::rollback);
                            return e.sqlState();
                        }
                    }));

            assertThat(outcomes).containsExactlyInAnyOrder("committed", "40P01");
            assertThat(STORE.load(first)).hasSize(2);
            assertThat(STORE.load(second)).hasSize(2);
        }
    }

    @Nested
    class WithoutSynchronousCommit {

        @ParameterizedTest
        @EnumSource
        void isRefusedWhereTheSessionSaysSo(Form form) throws SQLException {
            StreamId stream = newStream();
            STORE.append(stream, noStream(), note(1));
            try (Connection connection = session("set synchronous_commit = off")) {
                assertRefused(STORE.in(connection), form, stream);
                connection.setAutoCommit(false);
                assertRefused(STORE.in(connection), form, stream);
                connection.commit();
            }
            assertThat(STORE.load(stream)).hasSize(1);
        }

        @ParameterizedTest
        @EnumSource
        void isRefusedWhereTheTransactionSaysSoUntilItSaysOtherwise(Form form) throws SQLException {
            StreamId stream = newStream();
            STORE.append(stream, noStream(), note(1));
            try (Connection connection = DATABASE.connect()) {
                connection.setAutoCommit(false);
                execute(connection, "set local synchronous_commit = off");
                assertRefused(STORE.in(connection), form, stream);
                execute(connection, "set local synchronous_commit = on");
                STORE.in(connection).append(form.appends(stream));
                connection.commit();
            }
            assertThat(STORE.load(stream)).hasSizeGreaterThan(1);
        }

        @Test
        void isRefusedWhereTheRoleSaysSo() {
            StreamId stream = newStream();
            String role = "hasty_" + DSL_CONTEXT.fetchValue(field("pg_backend_pid()", Integer.class));
            DSL_CONTEXT.execute("create role {0} superuser login password 'hasty'", name(role));
            DSL_CONTEXT.execute("alter role {0} set synchronous_commit = off", name(role));
            EventStore store = EventStore.using(DATABASE.as(role, "hasty").dsl());
            assertThatThrownBy(() -> store.append(stream, any(), note(1)))
                    .isInstanceOf(NotDurableException.class)
                    .hasMessage("append to stream " + stream
                            + ": expected a session whose commits are durable, found synchronous_commit off");
            assertNothingOf(stream);
        }

        @ParameterizedTest
        @EnumSource
        void isWrittenWhereItWasAllowedByName(Form form) throws SQLException {
            StreamId stream = newStream();
            EventStore allowed =
                    EventStore.builder(DSL_CONTEXT).allowAsynchronousCommit().build();
            allowed.append(stream, noStream(), note(1));
            try (Connection connection = session("set synchronous_commit = off")) {
                allowed.in(connection).append(form.appends(stream));
            }
            assertThat(STORE.load(stream)).hasSizeGreaterThan(1);
        }

        @ParameterizedTest
        @ValueSource(strings = {"local", "remote_write", "remote_apply", "on"})
        void isWrittenWhereTheServersOwnDiskIsWaitedFor(String value) throws SQLException {
            StreamId stream = newStream();
            try (Connection connection = session("set synchronous_commit = " + value)) {
                STORE.in(connection).append(stream, noStream(), note(1));
            }
            assertThat(STORE.load(stream)).hasSize(1);
        }

        private static void assertRefused(EventStore store, Form form, StreamId stream) {
            assertThatThrownBy(() -> store.append(form.appends(stream)))
                    .isInstanceOf(NotDurableException.class)
                    .hasMessageEndingWith(
                            ": expected a session whose commits are durable, found synchronous_commit off");
        }

        private static Connection session(String setting) throws SQLException {
            Connection connection = DATABASE.connect();
            execute(connection, setting);
            return connection;
        }
    }

    /** The forms of an append that every stream with one event accepts. */
    enum Form {
        ONE_EVENT_AT_A_VERSION {
            @Override
            List<StreamAppend> appends(StreamId stream) {
                return of(stream, exactly(1), 1);
            }
        },
        ONE_EVENT_WHATEVER_THE_VERSION {
            @Override
            List<StreamAppend> appends(StreamId stream) {
                return of(stream, any(), 1);
            }
        },
        SEVERAL_EVENTS_TO_AN_EXISTING_STREAM {
            @Override
            List<StreamAppend> appends(StreamId stream) {
                return of(stream, streamExists(), 3);
            }
        },
        SEVERAL_EVENTS_AT_A_VERSION {
            @Override
            List<StreamAppend> appends(StreamId stream) {
                return of(stream, exactly(1), 3);
            }
        },
        SEVERAL_STREAMS {
            @Override
            List<StreamAppend> appends(StreamId stream) {
                return both(of(stream, exactly(1), 2), of(newStream(), noStream(), 1));
            }
        },
        SEVERAL_STREAMS_BEHIND_A_SAVEPOINT {
            @Override
            List<StreamAppend> appends(StreamId stream) {
                return both(of(stream, any(), 2), of(newStream(), noStream(), 1));
            }
        };

        abstract List<StreamAppend> appends(StreamId stream);
    }

    /** Streams in every state, and the id of an event of the one that exists. */
    record Streams(StreamId existing, StreamId absent, StreamId archived, UUID usedId) {}

    record Refused(String name, Function<Streams, List<StreamAppend>> appends) {

        @Override
        public String toString() {
            return name;
        }
    }

    record Moved(String name, BiFunction<StreamId, StreamId, List<StreamAppend>> appends) {

        @Override
        public String toString() {
            return name;
        }
    }

    private static final class ChangedMyMind extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private static List<StreamAppend> of(StreamId stream, ExpectedVersion expected, int events) {
        return List.of(StreamAppend.of(stream, expected, notes(events)));
    }

    private static List<StreamAppend> both(List<StreamAppend> one, List<StreamAppend> other) {
        return Stream.concat(one.stream(), other.stream()).toList();
    }

    private static StreamId newStream() {
        return StreamId.of("stream", "%06d".formatted(NUMBER.incrementAndGet()));
    }

    private static HikariDataSource pool(boolean autoCommit, int connections) {
        HikariDataSource pool = new HikariDataSource();
        pool.setDataSource(DATABASE.dataSource());
        pool.setAutoCommit(autoCommit);
        pool.setMaximumPoolSize(connections);
        pool.setConnectionTimeout(autoCommit ? 30_000 : 1_000);
        return pool;
    }

    private static DSLContext threadLocalTransactions() {
        DataSourceConnectionProvider connections = new DataSourceConnectionProvider(POOL);
        Configuration configuration = new DefaultConfiguration()
                .set(SQLDialect.POSTGRES)
                .set(connections)
                .set(new ThreadLocalTransactionProvider(connections));
        return DSL.using(configuration);
    }

    private static void enter(DSLContext dsl, StreamId stream) {
        dsl.insertInto(LEDGER).set(ENTRY, stream.value()).execute();
    }

    private static int entries(StreamId stream) {
        return DSL_CONTEXT.fetchCount(LEDGER, ENTRY.eq(stream.value()));
    }

    private static void archive(StreamId stream) {
        DSL_CONTEXT
                .update(STREAMS)
                .set(STREAMS.ARCHIVED_AT, currentOffsetDateTime())
                .where(STREAMS.STREAM_ID.eq(stream.value()))
                .execute();
    }

    private static void assertNothingOf(StreamId stream) {
        assertThat(DSL_CONTEXT.fetchCount(EVENTS, EVENTS.STREAM_ID.eq(stream.value())))
                .isZero();
        assertThat(DSL_CONTEXT.fetchCount(STREAMS, STREAMS.STREAM_ID.eq(stream.value())))
                .isZero();
    }

    private static void execute(Connection connection, String setting) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(setting);
        }
    }
}
