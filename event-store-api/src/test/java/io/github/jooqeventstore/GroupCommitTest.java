package io.github.jooqeventstore;

import static io.github.jooqeventstore.ExpectedVersion.any;
import static io.github.jooqeventstore.ExpectedVersion.exactly;
import static io.github.jooqeventstore.ExpectedVersion.noStream;
import static io.github.jooqeventstore.ExpectedVersion.streamExists;
import static io.github.jooqeventstore.Notes.note;
import static io.github.jooqeventstore.Notes.noteWithId;
import static io.github.jooqeventstore.Notes.notes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.github.jooqeventstore.Wire.Cut;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.ExecuteListener;
import org.jooq.SQLDialect;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jooq.impl.DefaultConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Appends that are written together, and what each of their callers is told. */
class GroupCommitTest {

    private static final TestDatabase DATABASE = TestDatabase.migrated();
    private static final EventStore DIRECTLY = EventStore.using(DATABASE.dslOnOneConnection());

    /** One sender: whatever comes while it sends, gathers. */
    private static final GroupCommitOptions ONE = GroupCommitOptions.defaults().connections(1);

    /** Stands in the text of the statement that writes several appends, and in no other. */
    private static final String TOGETHER = "\"granted\"";

    private final StreamId stream = newStream();
    private final Wire wire = Wire.to(DATABASE);
    private final EventStore store = storeOn(wire.dataSource(), ONE);

    @BeforeAll
    static void refuseWhatTheApplicationDoesNotWant() {
        DATABASE.dsl()
                .execute("alter table event_store.events add constraint no_poison check (event_type <> 'poison')");
    }

    @AfterEach
    void cutTheWire() {
        wire.close();
    }

    @Nested
    class ALoneAppend {

        @Test
        void isTheStatementThatItIsWithoutGroupCommit() {
            store.load(stream);
            wire.requests();

            store.append(stream, noStream(), note(1));
            store.append(stream, any(), notes(3));
            List<String> requests = wire.requests();
            EventStore without = EventStore.using(DSL.using(wire.dataSource(), SQLDialect.POSTGRES));
            without.load(stream);
            wire.requests();
            without.append(newStream(), noStream(), note(1));
            without.append(stream, any(), notes(3));

            assertThat(requests).hasSize(2).isEqualTo(wire.requests());
        }

        @Test
        void isRefusedAsItIsWithoutGroupCommit() {
            store.append(stream, noStream(), note(1));

            assertThatThrownBy(() -> store.append(stream, exactly(7), note(2)))
                    .isInstanceOf(WrongExpectedVersionException.class)
                    .hasMessage("stream " + stream + ": expected version 7, found version 1");
            assertThat(store.append(stream, exactly(1), note(2)).lastVersion()).isEqualTo(2);
        }
    }

    @Nested
    class Together {

        @Test
        void eachHasItsOwnResultOrItsOwnRefusal() throws Exception {
            List<StreamId> streams = streamsOfOneEvent(6);
            DATABASE.dsl()
                    .execute(
                            "update event_store.streams set archived_at = now() where stream_id = ?",
                            streams.get(5).value());
            List<Future<AppendResult>> futures;
            StreamId created = newStream();
            StreamId absent = newStream();
            try (Gathering gathering = new Gathering(DATABASE, store)) {
                futures = gathering.append(List.of(
                        StreamAppend.of(created, noStream(), notes(3)),
                        StreamAppend.of(streams.get(0), exactly(1), notes(2)),
                        StreamAppend.of(streams.get(1), any(), note(2)),
                        StreamAppend.of(streams.get(2), streamExists(), note(2)),
                        StreamAppend.of(newStream(), any(), note(1)),
                        StreamAppend.of(streams.get(3), exactly(2), note(2)),
                        StreamAppend.of(streams.get(4), noStream(), note(2)),
                        StreamAppend.of(absent, streamExists(), note(2)),
                        StreamAppend.of(streams.get(5), any(), note(2))));
                wire.requests();
                gathering.go();
            }

            List<AppendResult> results = new ArrayList<>();
            for (Future<AppendResult> future : futures.subList(0, 5)) {
                results.add(Threads.result(future));
            }
            assertThat(results).extracting(AppendResult::firstVersion).containsExactly(1L, 2L, 2L, 2L, 1L);
            assertThat(results).extracting(AppendResult::lastVersion).containsExactly(3L, 3L, 2L, 2L, 1L);
            assertThat(results).allMatch(result -> !result.repeated());
            assertThat(DIRECTLY.load(created))
                    .extracting(RecordedEvent::position)
                    .isEqualTo(results.getFirst().positions())
                    .isSorted();
            assertFails(
                    futures.get(5),
                    WrongExpectedVersionException.class,
                    "stream " + streams.get(3) + ": expected version 2, found version 1");
            assertFails(
                    futures.get(6),
                    WrongExpectedVersionException.class,
                    "stream " + streams.get(4) + ": expected no stream, found version 1");
            assertFails(futures.get(7), WrongExpectedVersionException.class, "stream " + absent + ":");
            assertFails(
                    futures.get(8),
                    StreamArchivedException.class,
                    streams.get(5).value());
            List.of(3, 4, 5)
                    .forEach(refused -> assertThat(DIRECTLY.currentVersion(streams.get(refused)))
                            .hasValue(1));
            assertThat(together(wire.requests())).isOne();
        }

        @Test
        void appendsOfAStreamKeepTheOrderOfTheirCallers() throws Exception {
            List<Future<AppendResult>> futures;
            try (Gathering gathering = new Gathering(DATABASE, store)) {
                futures = gathering.append(IntStream.range(0, 12)
                        .mapToObj(i -> StreamAppend.of(i % 3 == 0 ? newStream() : stream, any(), note(i)))
                        .toList());
                gathering.go();
            }

            List<Long> versions = new ArrayList<>();
            for (int i = 0; i < futures.size(); i++) {
                if (i % 3 != 0) {
                    versions.add(Threads.result(futures.get(i)).firstVersion());
                }
            }
            assertThat(versions).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
        }

        @Test
        void whatIsThereAlreadyReturnsItsFirstResult() throws Exception {
            StreamAppend append = StreamAppend.of(stream, noStream(), notes(2));
            AppendResult first = DIRECTLY.append(append);
            Future<AppendResult> repeated;
            Future<AppendResult> neighbour;
            try (Gathering gathering = new Gathering(DATABASE, store)) {
                repeated = gathering.append(append);
                neighbour = gathering.append(StreamAppend.of(newStream(), noStream(), note(1)));
                gathering.go();
            }

            assertThat(Threads.result(repeated)).isEqualTo(new AppendResult(stream, 1, 2, first.positions(), true));
            assertThat(Threads.result(neighbour).repeated()).isFalse();
        }

        @Test
        void ofTwoWithTheSameIdOneIsWrittenAndNoNeighbourIsHarmed() throws Exception {
            UUID id = UUID.randomUUID();
            Future<AppendResult> neighbour;
            Future<AppendResult> one;
            Future<AppendResult> other;
            try (Gathering gathering = new Gathering(DATABASE, store)) {
                one = gathering.append(StreamAppend.of(newStream(), noStream(), noteWithId(id)));
                other = gathering.append(StreamAppend.of(newStream(), noStream(), noteWithId(id)));
                neighbour = gathering.append(StreamAppend.of(stream, noStream(), note(1)));
                gathering.go();
            }

            assertThat(Threads.result(neighbour).lastVersion()).isOne();
            Await.until("the end of both", () -> one.isDone() && other.isDone());
            assertThat(List.of(one, other))
                    .filteredOn(future -> future.state() == Future.State.SUCCESS)
                    .hasSize(1);
            assertThat(List.of(one, other))
                    .filteredOn(future -> future.state() == Future.State.FAILED)
                    .singleElement()
                    .satisfies(future ->
                            assertThat(future.exceptionNow()).isInstanceOf(EventIdAlreadyUsedException.class));
        }

        @Test
        void whatTheApplicationsOwnConstraintRefusesHarmsNoNeighbour() throws Exception {
            Future<AppendResult> poison;
            List<Future<AppendResult>> neighbours;
            StreamId poisoned = newStream();
            try (Gathering gathering = new Gathering(DATABASE, store)) {
                neighbours = new ArrayList<>(gathering.append(newAppends(3)));
                poison = gathering.append(StreamAppend.of(poisoned, any(), new JsonEvent("poison", "{\"n\": 1}")));
                neighbours.addAll(gathering.append(newAppends(3)));
                gathering.go();
            }

            assertFails(poison, DataAccessException.class, "no_poison");
            assertThat(DIRECTLY.currentVersion(poisoned)).isEmpty();
            for (Future<AppendResult> neighbour : neighbours) {
                assertThat(Threads.result(neighbour).repeated()).isFalse();
            }
        }

        @Test
        void aDeadlockEndsTheBatchAndNoAppend() throws Exception {
            PGSimpleDataSource impatient = new PGSimpleDataSource();
            impatient.setUrl(DATABASE.url());
            PGSimpleDataSource login = wire.dataSource();
            impatient.setUser(login.getUser());
            impatient.setPassword(login.getPassword());
            impatient.setOptions("-c deadlock_timeout=3s");
            ConcurrentLinkedQueue<String> states = new ConcurrentLinkedQueue<>();
            DSLContext listened = DSL.using(impatient, SQLDialect.POSTGRES);
            listened.configuration()
                    .set(ExecuteListener.onException(context -> states.add(
                            context.sqlException() == null
                                    ? ""
                                    : String.valueOf(context.sqlException().getSQLState()))));
            EventStore deadlocked =
                    EventStore.builder(listened).groupCommit(ONE).build();
            List<StreamId> streams = streamsOfOneEvent(2).stream()
                    .sorted((a, b) -> a.value().compareTo(b.value()))
                    .toList();
            List<Future<AppendResult>> futures;
            try (Gathering gathering = new Gathering(DATABASE, deadlocked);
                    Connection other = gathering.hold(streams.getLast())) {
                other.createStatement().execute("set deadlock_timeout = '60s'");
                futures = gathering.append(streams.stream()
                        .map(each -> StreamAppend.of(each, any(), note(2)))
                        .toList());
                gathering.go();
                Sessions.awaitWaitingForLocks(DATABASE, 1);
                DIRECTLY.in(other).append(streams.getFirst(), any(), note(3));
                other.commit();
            }

            for (int i = 0; i < 2; i++) {
                assertThat(Threads.result(futures.get(i)).lastVersion()).isEqualTo(3);
            }
            assertThat(states).contains("40P01");
        }

        @Test
        void aSessionThatDoesNotCommitDurablyIsRefusedForEach() throws Exception {
            PGSimpleDataSource forgetful = wire.dataSource();
            forgetful.setOptions("-c synchronous_commit=off");
            EventStore careless = storeOn(forgetful, ONE);
            List<Future<AppendResult>> futures;
            Connection holder = DATABASE.connect();
            try (holder) {
                holder.setAutoCommit(false);
                // No head, since nobody waits for one who may not write.
                holder.createStatement().execute("lock table event_store.streams in exclusive mode");
                Future<AppendResult> first = Threads.beside(() -> careless.append(stream, any(), note(1)));
                Sessions.awaitWaitingForLocks(DATABASE, 1);
                futures = newAppends(2).stream()
                        .map(append -> Threads.beside(() -> careless.append(append)))
                        .toList();
                Await.until("two waiting", () -> careless.appendsThatWait() == 2);
                holder.rollback();
                assertFails(first, NotDurableException.class, "synchronous_commit off");
            }
            for (Future<AppendResult> future : futures) {
                assertFails(future, NotDurableException.class, "synchronous_commit off");
            }
        }

        @Test
        void noMoreAreWrittenByOneStatementThanTheOptionsSay() throws Exception {
            EventStore bounded = storeOn(wire.dataSource(), ONE.batch(3, 10));
            List<Future<AppendResult>> futures;
            try (Gathering gathering = new Gathering(DATABASE, bounded)) {
                futures = new ArrayList<>(gathering.append(newAppends(5))); // 3 and 2
                futures.add(gathering.append(StreamAppend.of(newStream(), any(), notes(11)))); // alone
                futures.addAll(gathering.append(List.of( // 1 and 2
                        StreamAppend.of(newStream(), any(), notes(6)),
                        StreamAppend.of(newStream(), any(), notes(6)),
                        StreamAppend.of(newStream(), any(), notes(4)))));
                wire.requests();
                gathering.go();
            }

            for (Future<AppendResult> future : futures) {
                assertThat(Threads.result(future).firstVersion()).isOne();
            }
            List<String> inserts = wire.requests().stream()
                    .filter(sql -> sql.contains("insert"))
                    .toList();
            assertThat(inserts).hasSize(5);
            assertThat(together(inserts)).isEqualTo(3);
        }

        @Test
        void aStatementTakesNoMorePayloadThanAFewMebibytes() throws Exception {
            JsonEvent large = new JsonEvent("large", "{\"text\": \"" + "x".repeat(1_000_000) + "\"}");
            List<Future<AppendResult>> futures;
            try (Gathering gathering = new Gathering(DATABASE, store)) {
                futures = gathering.append(IntStream.range(0, 6)
                        .mapToObj(i -> StreamAppend.of(newStream(), any(), large))
                        .toList());
                wire.requests();
                gathering.go();
            }

            for (Future<AppendResult> future : futures) {
                assertThat(Threads.result(future).firstVersion()).isOne();
            }
            assertThat(together(wire.requests())).isEqualTo(2);
        }

        @Test
        void listenersAreToldOfEachAppendAndJooqsOfTheStatement() throws Exception {
            ConcurrentLinkedQueue<Long> told = new ConcurrentLinkedQueue<>();
            ConcurrentLinkedQueue<String> statements = new ConcurrentLinkedQueue<>();
            DSLContext listened = DSL.using(new DefaultConfiguration()
                    .set(wire.dataSource())
                    .set(SQLDialect.POSTGRES)
                    .set(ExecuteListener.onExecuteStart(context -> statements.add(String.valueOf(context.sql())))));
            EventStore listening = EventStore.builder(listened).groupCommit(ONE).build();
            listening.onAppend((position, committed) -> {
                assertThat(committed).isTrue();
                told.add(position);
            });
            List<Future<AppendResult>> futures;
            Future<AppendResult> refused;
            try (Gathering gathering = new Gathering(DATABASE, listening)) {
                futures = gathering.append(newAppends(3));
                refused = gathering.append(StreamAppend.of(newStream(), exactly(1), note(1)));
                gathering.go();
            }
            assertFails(refused, WrongExpectedVersionException.class, "found no stream");

            List<Long> positions = new ArrayList<>();
            for (Future<AppendResult> future : futures) {
                positions.add(Threads.result(future).lastPosition());
            }
            assertThat(told).hasSize(4).containsAll(positions);
            assertThat(together(List.copyOf(statements))).isOne();
            assertThat(statements).noneMatch(sql -> sql.contains("number"));
        }
    }

    @Nested
    class WhoWaits {

        @Test
        void waitsForRoomToo() throws Exception {
            EventStore small = storeOn(wire.dataSource(), ONE.waiting(1, Duration.ofSeconds(30)));
            Future<AppendResult> waiting;
            Future<AppendResult> before;
            try (Gathering gathering = new Gathering(DATABASE, small)) {
                waiting = gathering.append(StreamAppend.of(newStream(), any(), note(1)));
                AtomicReference<Thread> thread = new AtomicReference<>();
                before = Threads.beside(() -> {
                    thread.set(Thread.currentThread());
                    return small.append(stream, any(), note(2));
                });
                Await.until("a thread without room", () -> isWaiting(thread.get()));
                assertThat(small.appendsThatWait()).isOne();
                gathering.go();
            }

            assertThat(Threads.result(waiting).lastVersion()).isOne();
            assertThat(Threads.result(before).lastVersion()).isOne();
        }

        @Test
        void isToldWhenItTakesTooLong() throws Exception {
            EventStore impatient = storeOn(wire.dataSource(), ONE.waiting(1, Duration.ofMillis(200)));
            Future<AppendResult> waiting;
            try (Gathering gathering = new Gathering(DATABASE, impatient)) {
                StreamId other = newStream();
                waiting = Threads.beside(() -> impatient.append(other, any(), note(1)));
                assertThatThrownBy(() -> {
                            while (true) {
                                impatient.append(stream, any(), note(2));
                            }
                        })
                        .isInstanceOf(AppendWithdrawnException.class)
                        .hasMessageStartingWith("stream " + stream + ": expected the append to be sent, found ")
                        .hasMessageEndingWith("; nothing was written");
                assertFails(waiting, AppendWithdrawnException.class, "stream " + other);
                assertThat(impatient.appendsThatWait()).isZero();
                gathering.go();
                assertThat(DIRECTLY.currentVersion(other)).isEmpty();
            }
            assertThat(DIRECTLY.currentVersion(stream)).isEmpty();
        }

        @Test
        void withdrawsWhenItIsInterruptedBeforeItsAppendIsSent() throws Exception {
            AtomicReference<Thread> thread = new AtomicReference<>();
            try (Gathering gathering = new Gathering(DATABASE, store)) {
                Future<Boolean> interrupted = Threads.beside(() -> {
                    thread.set(Thread.currentThread());
                    assertThatThrownBy(() -> store.append(stream, any(), note(1)))
                            .isInstanceOf(AppendWithdrawnException.class)
                            .hasMessageContaining("interrupted");
                    return Thread.currentThread().isInterrupted();
                });
                gathering.awaitWaiting(1);
                Future<AppendResult> behind = gathering.append(StreamAppend.of(stream, any(), note(2)));
                thread.get().interrupt();

                assertThat(Threads.result(interrupted)).isTrue();
                gathering.go();
                assertThat(Threads.result(behind).lastVersion()).isOne();
            }
        }

        @Test
        void doesNotKnowTheOutcomeWhenItIsInterruptedAfterwards() throws Exception {
            AtomicReference<Thread> thread = new AtomicReference<>();
            StreamId slow = streamsOfOneEvent(1).getFirst();
            StreamAppend append = StreamAppend.of(stream, noStream(), note(1));
            Future<AppendResult> leading;
            try (Gathering gathering = new Gathering(DATABASE, store);
                    Connection holder = gathering.hold(slow)) {
                leading = gathering.append(StreamAppend.of(slow, any(), note(2)));
                Future<Boolean> interrupted = Threads.beside(() -> {
                    thread.set(Thread.currentThread());
                    assertThatThrownBy(() -> store.append(append))
                            .isInstanceOfSatisfying(
                                    AppendOutcomeUnknownException.class,
                                    e -> assertThat(e.appends()).containsExactly(append))
                            .hasMessageContaining("interrupted");
                    return Thread.currentThread().isInterrupted();
                });
                gathering.awaitWaiting(2);
                gathering.go();
                Sessions.awaitWaitingForLocks(DATABASE, 1);
                gathering.awaitWaiting(0);
                thread.get().interrupt();
                assertThat(Threads.result(interrupted)).isTrue();
                holder.rollback();
                assertThat(Threads.result(leading).lastVersion()).isEqualTo(2);
            }

            assertThat(DIRECTLY.append(append).repeated()).isTrue();
            assertThat(store.append(stream, exactly(1), note(2)).lastVersion()).isEqualTo(2);
        }

        /** The driver closes a connection whose virtual thread is interrupted. */
        @Test
        void isNotHarmedWhenTheOneWhoSendsIsInterrupted() throws Exception {
            AtomicReference<Thread> thread = new AtomicReference<>();
            StreamId slow = streamsOfOneEvent(1).getFirst();
            StreamAppend append = StreamAppend.of(slow, any(), note(2));
            List<Future<AppendResult>> neighbours;
            try (Gathering gathering = new Gathering(DATABASE, store);
                    Connection holder = gathering.hold(slow)) {
                Future<String> leading = Threads.beside(() -> {
                    thread.set(Thread.currentThread());
                    try {
                        store.append(append);
                        return "written";
                    } catch (AppendOutcomeUnknownException e) {
                        return "unknown";
                    }
                });
                gathering.awaitWaiting(1);
                neighbours = gathering.append(newAppends(3));
                gathering.go();
                Sessions.awaitWaitingForLocks(DATABASE, 1);
                thread.get().interrupt();
                for (Future<AppendResult> neighbour : neighbours) {
                    assertThat(Threads.result(neighbour).lastVersion()).isOne();
                }
                holder.rollback();
                assertThat(Threads.result(leading)).isIn("written", "unknown");
            }

            assertThat(DIRECTLY.append(append).lastVersion()).isEqualTo(2);
            assertThat(DIRECTLY.currentVersion(slow)).hasValue(2);
        }
    }

    @Nested
    class Asynchronously {

        @Test
        void appendsOfOneThreadKeepTheirOrder() {
            EventStore wide = storeOn(DATABASE.dataSource(), GroupCommitOptions.defaults());
            List<CompletableFuture<AppendResult>> futures = IntStream.range(0, 100)
                    .mapToObj(i -> wide.appendAsync(StreamAppend.of(i % 4 == 3 ? newStream() : stream, any(), note(i))))
                    .toList();

            List<Long> versions = IntStream.range(0, 100)
                    .filter(i -> i % 4 != 3)
                    .mapToObj(i -> futures.get(i).join().firstVersion())
                    .toList();
            assertThat(versions).hasSize(75).isSorted().doesNotHaveDuplicates().contains(1L, 75L);
        }

        @Test
        void aRefusalCompletesTheFuture() {
            CompletableFuture<AppendResult> future = store.appendAsync(StreamAppend.of(stream, exactly(3), note(1)));

            assertThatThrownBy(future::join).hasCauseInstanceOf(WrongExpectedVersionException.class);
        }

        @Test
        void cancellingWithdrawsWhatIsNotSent() throws Exception {
            try (Gathering gathering = new Gathering(DATABASE, store)) {
                CompletableFuture<AppendResult> future = store.appendAsync(StreamAppend.of(stream, any(), note(1)));
                CompletableFuture<AppendResult> behind =
                        store.appendAsync(StreamAppend.of(stream, noStream(), note(2)));
                assertThat(future.cancel(false)).isTrue();
                assertThat(store.appendsThatWait()).isOne();
                gathering.go();
                assertThat(behind.join().lastVersion()).isOne();
            }
        }

        @Test
        void isForStoresWithGroupCommit() {
            assertThatThrownBy(() -> DIRECTLY.appendAsync(StreamAppend.of(stream, any(), note(1))))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("must be sent through a store with group commit");
            assertThatThrownBy(() -> store.in(DATABASE.dsl()).appendAsync(StreamAppend.of(stream, any(), note(1))))
                    .isInstanceOf(InvalidInputException.class);
        }
    }

    @Nested
    class IsRefused {

        @Test
        void onOneConnection() {
            assertRefused(DATABASE.dslOnOneConnection(), "found connections of a DefaultConnectionProvider");
        }

        @Test
        void insideATransaction() {
            DATABASE.dsl().transaction(tx -> assertRefused(tx.dsl(), "outside of a transaction"));
        }

        @Test
        void besideInlineProjections() {
            EventStoreBuilder builder = EventStore.builder(DATABASE.dsl())
                    .inline((dsl, events) -> {})
                    .groupCommit();

            assertThatThrownBy(builder::build)
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("inline projections");
        }

        @Test
        void whereAConnectionBelongsToATransactionOfTheThread() throws Exception {
            ThreadBoundDataSource bound = new ThreadBoundDataSource(DATABASE.dataSource());
            EventStore inferred = storeOn(bound, ONE);

            assertThatThrownBy(() -> bound.inTransaction(() -> inferred.append(stream, any(), note(1))))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("EventStore.in");
            assertThat(DIRECTLY.currentVersion(stream)).isEmpty();
            assertThat(inferred.append(stream, any(), note(1)).lastVersion()).isOne();
        }

        @Test
        void withOptionsOfNothing() {
            assertThatThrownBy(() -> GroupCommitOptions.defaults().connections(0))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessage("group commit: connections must be 1 or more, found 0");
            assertThatThrownBy(() -> GroupCommitOptions.defaults().waiting(1, Duration.ZERO))
                    .isInstanceOf(InvalidInputException.class);
        }

        private void assertRefused(DSLContext dsl, String part) {
            assertThatThrownBy(() -> EventStore.builder(dsl).groupCommit().build())
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageStartingWith("group commit: must be given a jOOQ context over a DataSource")
                    .hasMessageContaining(part);
        }
    }

    @Test
    void aTransactionOfTheCallersIsLeftAlone() throws Exception {
        try (Gathering gathering = new Gathering(DATABASE, store);
                Connection connection = DATABASE.connect()) {
            connection.setAutoCommit(false);
            assertThat(store.in(connection).append(stream, any(), note(1)).lastVersion())
                    .isOne();
            connection.rollback();
            gathering.go();
        }
        assertThat(DIRECTLY.currentVersion(stream)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aLostConnectionIsResolvedByTheIds(Cut cut) throws Exception {
        PGSimpleDataSource wired = wire.dataSource();
        wired.setSocketTimeout(2);
        EventStore unlucky = storeOn(wired, ONE);
        List<StreamId> streams = streamsOfOneEvent(4);
        List<StreamAppend> appends = List.of(
                StreamAppend.of(stream, noStream(), notes(2)),
                StreamAppend.of(streams.get(0), exactly(1), notes(2)),
                StreamAppend.of(streams.get(1), any(), note(2)),
                StreamAppend.of(streams.get(2), streamExists(), note(2)));
        List<Future<AppendResult>> futures;
        Future<AppendResult> refused;
        Future<AppendResult> early;
        unlucky.load(stream);
        try (Gathering gathering = new Gathering(DATABASE, unlucky)) {
            futures = gathering.append(appends);
            refused = gathering.append(StreamAppend.of(streams.get(3), noStream(), note(2)));
            early = gathering.append(StreamAppend.of(newStream(), exactly(7), note(2)));
            wire.cut(cut, TOGETHER);
            gathering.go();
        }

        for (int i = 0; i < appends.size(); i++) {
            AppendResult result = Threads.result(futures.get(i));
            AppendResult again = DIRECTLY.append(appends.get(i));
            assertThat(again.repeated()).isTrue();
            assertThat(again.positions()).isEqualTo(result.positions());
            assertThat(DIRECTLY.currentVersion(result.stream())).hasValue(result.lastVersion());
        }
        assertThat(wire.isStillToBeCut()).isFalse();
        // What holds for ever is told, and what a statement that is still on its way may change is not known.
        assertFails(refused, WrongExpectedVersionException.class, "expected no stream, found version 1");
        assertFails(early, AppendOutcomeUnknownException.class, "as a whole or not at all");
    }

    @Test
    void virtualThreadsAreNotPinned() throws Exception {
        try (HikariDataSource pool = new HikariDataSource()) {
            pool.setDataSource(DATABASE.dataSource());
            pool.setMaximumPoolSize(4);
            EventStore pooled = storeOn(pool, GroupCommitOptions.defaults());
            pooled.append(stream, any(), note(0));
            Threads.together(50, thread -> pooled.append(newStream(), any(), note(thread)));

            List<Pinnings.Pinning> pinnings = Pinnings.during(() -> Threads.together(200, thread -> {
                pooled.append(stream, any(), note(thread));
                return pooled.appendAsync(StreamAppend.of(newStream(), any(), note(thread)))
                        .get();
            }));

            assertThat(pinnings)
                    .filteredOn(pinning -> pinning.culprit().startsWith("io.github.jooqeventstore."))
                    .isEmpty();
            assertThat(DIRECTLY.currentVersion(stream)).hasValue(201);
        }
    }

    private static EventStore storeOn(DataSource dataSource, GroupCommitOptions options) {
        return EventStore.builder(DSL.using(dataSource, SQLDialect.POSTGRES))
                .groupCommit(options)
                .build();
    }

    private static StreamId newStream() {
        return StreamId.of("grouped", UUID.randomUUID());
    }

    private static List<StreamAppend> newAppends(int number) {
        return IntStream.range(0, number)
                .mapToObj(i -> StreamAppend.of(newStream(), noStream(), note(i)))
                .toList();
    }

    private static List<StreamId> streamsOfOneEvent(int number) {
        return newAppends(number).stream()
                .map(append -> DIRECTLY.append(append).stream())
                .toList();
    }

    private static long together(List<String> statements) {
        return statements.stream().filter(sql -> sql.contains(TOGETHER)).count();
    }

    private static boolean isWaiting(Thread thread) {
        return thread != null
                && (thread.getState() == Thread.State.WAITING || thread.getState() == Thread.State.TIMED_WAITING);
    }

    private static void assertFails(Future<?> future, Class<? extends Exception> type, String part) {
        assertThatThrownBy(() -> Threads.result(future)).isInstanceOf(type).hasMessageContaining(part);
    }
}
