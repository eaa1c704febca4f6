package io.github.jooqeventstore;

import static io.github.jooqeventstore.ExpectedVersion.any;
import static io.github.jooqeventstore.ExpectedVersion.exactly;
import static io.github.jooqeventstore.ExpectedVersion.noStream;
import static io.github.jooqeventstore.ExpectedVersion.streamExists;
import static io.github.jooqeventstore.Notes.note;
import static io.github.jooqeventstore.Notes.notes;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConcurrencyTest {

    private static final TestDatabase DATABASE = TestDatabase.migrated();
    private static final HikariDataSource POOL = pool(DATABASE.dataSource());
    private static final DSLContext DSL_CONTEXT = DSL.using(POOL, SQLDialect.POSTGRES);
    private static final EventStore STORE = EventStore.using(DSL_CONTEXT);
    private static final AtomicInteger NUMBER = new AtomicInteger();

    @AfterAll
    static void close() {
        POOL.close();
    }

    @Nested
    class ToOneStream {

        @Test
        void eachVersionIsWonByExactlyOne() throws Exception {
            StreamId stream = newStream();
            STORE.append(stream, noStream(), note(0));
            List<List<Long>> won = Threads.together(32, thread -> {
                List<Long> versions = new ArrayList<>();
                while (versions.size() < 10) {
                    long version = STORE.currentVersion(stream).orElseThrow();
                    try {
                        versions.add(STORE.append(stream, exactly(version), note(thread))
                                .firstVersion());
                    } catch (WrongExpectedVersionException e) {
                        assertThat(e.found().orElseThrow()).isGreaterThan(version);
                    }
                }
                return versions;
            });
            assertThat(won.stream().flatMap(List::stream).sorted())
                    .containsExactlyElementsOf(versions(2, 321).boxed().toList());
            assertGapless(stream, 321);
        }

        @Test
        void ofAllWhoExpectTheSameVersionOneWins() throws Exception {
            StreamId stream = newStream();
            int threads = 8;
            int rounds = 40;
            CyclicBarrier round = new CyclicBarrier(threads);
            List<Integer> wins = Threads.together(threads, thread -> {
                int won = 0;
                for (int version = 0; version < rounds; version++) {
                    round.await();
                    try {
                        STORE.append(stream, version == 0 ? noStream() : exactly(version), note(thread));
                        won++;
                    } catch (WrongExpectedVersionException e) {
                        assertThat(e.found()).hasValue(version + 1L);
                    }
                    round.await();
                }
                return won;
            });
            assertThat(wins.stream().mapToInt(Integer::intValue).sum()).isEqualTo(rounds);
            assertGapless(stream, rounds);
        }

        @ParameterizedTest
        @ValueSource(booleans = {false, true})
        void allSucceedWhoExpectNothing(boolean inTransactions) throws Exception {
            StreamId stream = newStream();
            List<List<AppendResult>> results = Threads.together(32, thread -> {
                List<AppendResult> own = new ArrayList<>();
                for (int i = 0; i < 8; i++) {
                    List<JsonEvent> events = notes(1 + i % 3);
                    own.add(
                            inTransactions
                                    ? DSL_CONTEXT.transactionResult(
                                            tx -> STORE.in(tx).append(stream, any(), events))
                                    : STORE.append(stream, any(), events));
                }
                return own;
            });
            assertThat(results.stream()
                            .flatMap(List::stream)
                            .flatMap(result -> versions(result.firstVersion(), result.lastVersion())
                                    .boxed())
                            .sorted())
                    .as("each version is one append's")
                    .containsExactlyElementsOf(versions(1, 32 * 15).boxed().toList());
            assertGapless(stream, 32 * 15);
        }
    }

    @Nested
    class ToNewStreams {

        @ParameterizedTest
        @ValueSource(booleans = {false, true})
        void eachIsCreatedByExactlyOne(boolean inTransactions) throws Exception {
            List<StreamId> streams =
                    Stream.generate(ConcurrencyTest::newStream).limit(30).toList();
            List<Integer> wins = Threads.together(8, thread -> {
                int won = 0;
                for (StreamId stream : streams) {
                    try {
                        if (inTransactions) {
                            DSL_CONTEXT.transaction(tx -> STORE.in(tx).append(stream, noStream(), notes(2)));
                        } else {
                            STORE.append(stream, noStream(), notes(2));
                        }
                        won++;
                    } catch (WrongExpectedVersionException e) {
                        assertThat(e).hasMessage("stream " + stream + ": expected no stream, found version 2");
                    }
                }
                return won;
            });
            assertThat(wins.stream().mapToInt(Integer::intValue).sum()).isEqualTo(streams.size());
            streams.forEach(stream -> assertGapless(stream, 2));
        }
    }

    /** The same events, sent a second time while the first is still under way. */
    @Nested
    class Twins {

        @ParameterizedTest
        @EnumSource
        void areStoredOnce(Form form) throws Exception {
            assertStoredOnce(form, false, false);
        }

        @ParameterizedTest
        @EnumSource
        void areStoredOnceInTwoTransactions(Form form) throws Exception {
            assertStoredOnce(form, true, true);
        }

        @ParameterizedTest
        @EnumSource
        void areStoredOnceWhereOneIsInATransaction(Form form) throws Exception {
            assertStoredOnce(form, true, false);
        }

        @ParameterizedTest
        @EnumSource
        void waitForEachOther(Form form) throws Exception {
            for (boolean inATransaction : List.of(true, false)) {
                for (boolean rollBack : List.of(true, false)) {
                    List<StreamAppend> appends = form.appends();
                    List<AppendResult> first;
                    Future<List<AppendResult>> twin;
                    try (Connection connection = DATABASE.connect()) {
                        connection.setAutoCommit(false);
                        first = STORE.in(connection).append(appends);
                        twin = Threads.beside(() -> append(appends, inATransaction));
                        Sessions.awaitWaitingForLocks(DATABASE, 1);
                        if (rollBack) {
                            connection.rollback();
                        } else {
                            connection.commit();
                        }
                    }
                    List<AppendResult> second = Threads.result(twin);
                    assertThat(second).allMatch(result -> result.repeated() == !rollBack);
                    assertThat(second)
                            .extracting(AppendResult::firstVersion)
                            .isEqualTo(first.stream()
                                    .map(AppendResult::firstVersion)
                                    .toList());
                    assertStored(appends, second);
                }
            }
        }

        private static void assertStoredOnce(Form form, boolean oneInATransaction, boolean otherInATransaction)
                throws Exception {
            for (int i = 0; i < 15; i++) {
                List<StreamAppend> appends = form.appends();
                List<List<AppendResult>> results = Threads.together(
                        2, thread -> append(appends, thread == 0 ? oneInATransaction : otherInATransaction));
                assertThat(results.stream().map(result -> result.getFirst().repeated()))
                        .containsExactlyInAnyOrder(true, false);
                assertThat(positions(results.getFirst())).isEqualTo(positions(results.getLast()));
                assertStored(appends, results.getFirst());
            }
        }

        private static void assertStored(List<StreamAppend> appends, List<AppendResult> results) {
            for (int i = 0; i < appends.size(); i++) {
                List<RecordedEvent> stored = STORE.load(
                        appends.get(i).stream(),
                        StreamSlice.forward().from(results.get(i).firstVersion()));
                assertThat(stored)
                        .extracting(RecordedEvent::id)
                        .isEqualTo(appends.get(i).events().stream()
                                .map(NewEvent::id)
                                .toList());
                assertThat(stored)
                        .extracting(RecordedEvent::position)
                        .isEqualTo(results.get(i).positions());
            }
        }

        private static List<AppendResult> append(List<StreamAppend> appends, boolean inATransaction) {
            return inATransaction
                    ? DSL_CONTEXT.transactionResult(tx -> STORE.in(tx).append(appends))
                    : STORE.append(appends);
        }
    }

    @Nested
    class ToSeveralStreamsInAnyOrder {

        @ParameterizedTest
        @ValueSource(booleans = {false, true})
        void allIsWrittenAndNobodyIsInADeadlock(boolean inTransactions) throws Exception {
            String category = "several-" + NUMBER.incrementAndGet();
            List<StreamId> streams = IntStream.range(0, 12)
                    .mapToObj(i -> StreamId.of(category, i))
                    .toList();
            List<Integer> events = Threads.together(8, thread -> {
                Random random = new Random(thread);
                int appended = 0;
                for (int i = 0; i < 40; i++) {
                    List<StreamId> shuffled = new ArrayList<>(streams);
                    Collections.shuffle(shuffled, random);
                    List<StreamAppend> appends = shuffled.stream()
                            .limit(2 + random.nextInt(3))
                            .map(stream -> StreamAppend.of(stream, any(), notes(1 + random.nextInt(2))))
                            .toList();
                    List<AppendResult> results = inTransactions
                            ? DSL_CONTEXT.transactionResult(tx -> STORE.in(tx).append(appends))
                            : STORE.append(appends);
                    appended += results.stream()
                            .mapToInt(result -> result.positions().size())
                            .sum();
                }
                return appended;
            });
            long stored = 0;
            for (StreamId stream : streams) {
                List<RecordedEvent> loaded = STORE.load(stream);
                assertGapless(stream, loaded.size());
                stored += loaded.size();
            }
            assertThat(stored)
                    .isEqualTo(events.stream().mapToInt(Integer::intValue).sum());
        }
    }

    @Nested
    class WhileSessionsAreEnded {

        /** Longer by choice: {@code -Deventstore.stress.seconds=600}. */
        private final Duration howLong = Duration.ofSeconds(Long.getLong("eventstore.stress.seconds", 6));

        @Test
        void whatIsAcknowledgedIsStoredOnceAndNothingElseIs() throws Exception {
            int writers = 6;
            try (Wire wire = Wire.to(DATABASE);
                    HikariDataSource pool = pool(wire.dataSource())) {
                long end = System.nanoTime() + howLong.toNanos();
                BlindRetries retries = new BlindRetries(DSL.using(pool, SQLDialect.POSTGRES));
                BooleanSupplier enough = () -> System.nanoTime() > end && retries.haveSeenEverything();
                Threads.together(writers + 1, thread -> {
                    if (thread < writers) {
                        retries.write(thread, enough);
                    } else {
                        endSessionsAndCutConnections(wire, enough);
                    }
                    return thread;
                });

                assertThat(retries.conflicts())
                        .as("deadlocks, of %s appends", retries.appends())
                        .isLessThanOrEqualTo(retries.appends() / 1_000);
                retries.assertAcknowledgedIsStored();
            }
        }

        private static void endSessionsAndCutConnections(Wire wire, BooleanSupplier enough) throws Exception {
            Random random = new Random(7);
            List<Wire.Cut> cuts = Wire.Cut.resets();
            try (Connection connection = DATABASE.connect()) {
                DSLContext dsl = DSL.using(connection, SQLDialect.POSTGRES);
                while (!enough.getAsBoolean()) {
                    List<Integer> sessions = Sessions.all(dsl);
                    if (random.nextBoolean()) {
                        wire.cut(cuts.get(random.nextInt(cuts.size())), "insert into");
                    } else if (!sessions.isEmpty()) {
                        Sessions.terminate(dsl, List.of(sessions.get(random.nextInt(sessions.size()))));
                    }
                    // Not a wait for anything: so that writers get something done in between.
                    LockSupport.parkNanos(30_000_000);
                }
            }
        }
    }

    /** An append in every form that can meet its twin. */
    enum Form {
        ONE_EVENT_TO_A_NEW_STREAM {
            @Override
            List<StreamAppend> appends() {
                return fixed(StreamAppend.of(newStream(), noStream(), note(1)));
            }
        },
        ONE_EVENT_TO_WHATEVER_STREAM {
            @Override
            List<StreamAppend> appends() {
                return fixed(StreamAppend.of(newStream(), any(), note(1)));
            }
        },
        ONE_EVENT_AT_A_VERSION {
            @Override
            List<StreamAppend> appends() {
                return fixed(StreamAppend.of(existingStream(), exactly(1), note(1)));
            }
        },
        ONE_EVENT_TO_AN_EXISTING_STREAM {
            @Override
            List<StreamAppend> appends() {
                return fixed(StreamAppend.of(existingStream(), streamExists(), note(1)));
            }
        },
        SEVERAL_EVENTS_TO_WHATEVER_STREAM {
            @Override
            List<StreamAppend> appends() {
                return fixed(StreamAppend.of(existingStream(), any(), notes(3)));
            }
        },
        SEVERAL_EVENTS_TO_A_NEW_STREAM {
            @Override
            List<StreamAppend> appends() {
                return fixed(StreamAppend.of(newStream(), noStream(), notes(3)));
            }
        },
        SEVERAL_STREAMS_THAT_EXIST {
            @Override
            List<StreamAppend> appends() {
                return fixed(
                        StreamAppend.of(existingStream(), any(), notes(2)),
                        StreamAppend.of(existingStream(), exactly(1), note(1)));
            }
        },
        SEVERAL_STREAMS_OF_WHICH_ONE_IS_NEW {
            @Override
            List<StreamAppend> appends() {
                return fixed(
                        StreamAppend.of(newStream(), noStream(), notes(2)),
                        StreamAppend.of(existingStream(), streamExists(), note(1)));
            }
        },
        SEVERAL_NEW_STREAMS {
            @Override
            List<StreamAppend> appends() {
                return fixed(
                        StreamAppend.of(newStream(), any(), notes(2)),
                        StreamAppend.of(newStream(), noStream(), note(1)));
            }
        };

        /** Made anew at each call, on streams of its own. */
        abstract List<StreamAppend> appends();

        private static List<StreamAppend> fixed(StreamAppend... appends) {
            return List.of(appends);
        }

        private static StreamId existingStream() {
            StreamId stream = newStream();
            STORE.append(stream, noStream(), note(0));
            return stream;
        }
    }

    private static LongStream versions(long first, long last) {
        return LongStream.rangeClosed(first, last);
    }

    private static List<List<Long>> positions(List<AppendResult> results) {
        return results.stream().map(AppendResult::positions).toList();
    }

    private static void assertGapless(StreamId stream, long last) {
        List<RecordedEvent> events = STORE.load(stream);
        assertThat(events)
                .extracting(RecordedEvent::version)
                .containsExactlyElementsOf(versions(1, last).boxed().toList());
        assertThat(events).extracting(RecordedEvent::position).isSorted();
        assertThat(STORE.currentVersion(stream)).hasValue(last);
    }

    private static StreamId newStream() {
        return StreamId.of("stream", "%06d".formatted(NUMBER.incrementAndGet()));
    }

    private static HikariDataSource pool(DataSource connections) {
        HikariDataSource pool = new HikariDataSource();
        pool.setDataSource(connections);
        pool.setMaximumPoolSize(12);
        return pool;
    }
}
