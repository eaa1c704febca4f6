package io.github.jooqeventstore;

import static io.github.jooqeventstore.ExpectedVersion.any;
import static io.github.jooqeventstore.schema.Tables.EVENTS;
import static io.github.jooqeventstore.schema.Tables.STREAMS;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.generateSeries;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.lpad;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.toHex;
import static org.jooq.impl.SQLDataType.INTEGER;
import static org.jooq.impl.SQLDataType.UUID;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jooq.ConnectionProvider;
import org.jooq.DSLContext;
import org.jooq.ExecuteContext;
import org.jooq.ExecuteListener;
import org.jooq.Field;
import org.jooq.JSONB;
import org.jooq.SQLDialect;
import org.jooq.Table;
import org.jooq.impl.DefaultConfiguration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;

class LoadTest {

    private static final TestDatabase DATABASE = TestDatabase.migrated();
    private static final DSLContext DSL = DATABASE.dslOnOneConnection();
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final EventStore store = EventStore.using(DSL);

    private static StreamId newStream() {
        return StreamId.of("history", NUMBER.incrementAndGet());
    }

    /** A stream of so many events, between the events of other streams. */
    private StreamId streamOf(int events) {
        StreamId stream = newStream();
        for (int n = 1; n <= events; n++) {
            append(stream, n);
            append(StreamId.of("others"), n);
        }
        return stream;
    }

    private void append(StreamId stream, int n) {
        store.append(stream, any(), new JsonEvent("counted", "{\"n\": " + n + "}"));
    }

    private static List<Long> versions(List<RecordedEvent> events) {
        return events.stream().map(RecordedEvent::version).toList();
    }

    private static List<Long> upTo(long last) {
        return LongStream.rangeClosed(1, last).boxed().toList();
    }

    @Nested
    class AWholeStream {

        @Test
        void isInTheOrderOfItsVersions() {
            StreamId stream = streamOf(5);

            List<RecordedEvent> events = store.load(stream);

            assertThat(versions(events)).isEqualTo(upTo(5));
            assertThat(events).extracting(RecordedEvent::stream).containsOnly(stream);
            assertThat(events)
                    .extracting(RecordedEvent::json)
                    .containsExactly("{\"n\": 1}", "{\"n\": 2}", "{\"n\": 3}", "{\"n\": 4}", "{\"n\": 5}");
        }

        @Test
        void isEmptyWhereThereIsNoStream() {
            assertThat(store.load(newStream())).isEmpty();
            assertThat(store.load(newStream(), StreamSlice.backward())).isEmpty();
            assertThat(store.loadLazily(newStream(), StreamSlice.forward())).isEmpty();
        }

        @Test
        void hasACurrentVersion() {
            StreamId stream = streamOf(3);

            assertThat(store.currentVersion(stream)).hasValue(3);
            assertThat(store.currentVersion(newStream())).isEmpty();
        }

        @Test
        void isMadeOfEventsThatAreEqualWhenTheyAreLoadedAgain() {
            StreamId stream = streamOf(2);

            List<RecordedEvent> events = store.load(stream);

            assertThat(store.load(stream)).isEqualTo(events).hasSameHashCodeAs(events);
            assertThat(events.get(0)).isNotEqualTo(events.get(1));
        }
    }

    @Nested
    class APart {

        private final StreamId stream = streamOf(7);

        private List<Long> load(StreamSlice slice) {
            List<Long> versions = versions(store.load(stream, slice));
            assertThat(store.loadLazily(stream, slice).map(RecordedEvent::version))
                    .isEqualTo(versions);
            return versions;
        }

        @Test
        void beginsAtAVersion() {
            assertThat(load(StreamSlice.forward().from(5))).containsExactly(5L, 6L, 7L);
            assertThat(load(StreamSlice.forward().from(7))).containsExactly(7L);
            assertThat(load(StreamSlice.forward().from(8))).isEmpty();
            assertThat(load(StreamSlice.forward().from(Long.MAX_VALUE))).isEmpty();
        }

        @Test
        void endsAtALimit() {
            assertThat(load(StreamSlice.forward().limit(2))).containsExactly(1L, 2L);
            assertThat(load(StreamSlice.forward().from(3).limit(2))).containsExactly(3L, 4L);
            assertThat(load(StreamSlice.forward().limit(2).from(6))).containsExactly(6L, 7L);
            assertThat(load(StreamSlice.forward().limit(99))).isEqualTo(upTo(7));
        }

        @Test
        void goesBackward() {
            assertThat(load(StreamSlice.backward())).containsExactly(7L, 6L, 5L, 4L, 3L, 2L, 1L);
            assertThat(load(StreamSlice.backward().limit(1))).containsExactly(7L);
            assertThat(load(StreamSlice.backward().from(3))).containsExactly(3L, 2L, 1L);
            assertThat(load(StreamSlice.backward().from(3).limit(2))).containsExactly(3L, 2L);
            assertThat(load(StreamSlice.backward().from(99))).hasSize(7);
            assertThat(load(StreamSlice.backward().from(1))).containsExactly(1L);
        }
    }

    /** With pages of four events. */
    @Nested
    class Lazily {

        private final AtomicInteger statements = new AtomicInteger();
        private final AtomicInteger connectionsHeld = new AtomicInteger();
        private final EventStore paged = EventStore.builder(org.jooq.impl.DSL.using(new DefaultConfiguration()
                        .set(SQLDialect.POSTGRES)
                        .set(new ConnectionProvider() {
                            @Override
                            public Connection acquire() {
                                connectionsHeld.incrementAndGet();
                                return requireNonNull(
                                        DSL.configuration().connectionProvider().acquire());
                            }

                            @Override
                            public void release(Connection connection) {
                                connectionsHeld.decrementAndGet();
                            }
                        })
                        .set(new ExecuteListener() {
                            @Override
                            public void executeStart(ExecuteContext context) {
                                statements.incrementAndGet();
                            }
                        })))
                .pageSize(4)
                .build();

        Lazily() {
            paged.currentVersion(newStream()); // has looked at the schema, which happens once
            statements.set(0);
        }

        @ParameterizedTest
        @CsvSource({"0, 1", "1, 1", "3, 1", "4, 2", "5, 2", "7, 2", "8, 3", "9, 3"})
        void readsPageByPage(int length, int pages) {
            StreamId stream = streamOf(length);

            assertThat(paged.loadLazily(stream, StreamSlice.forward()).toList()).isEqualTo(store.load(stream));

            assertThat(statements).hasValue(pages);
        }

        @ParameterizedTest
        @CsvSource({"0, 1", "1, 1", "3, 1", "4, 1", "5, 2", "7, 2", "8, 2", "9, 3"})
        void readsPageByPageBackwardAndStopsAtTheFirstEvent(int length, int pages) {
            StreamId stream = streamOf(length);

            assertThat(paged.loadLazily(stream, StreamSlice.backward()).toList())
                    .isEqualTo(store.load(stream).reversed());

            assertThat(statements).hasValue(pages);
        }

        @ParameterizedTest
        @ValueSource(ints = {1, 3, 4, 5, 8, 9, 12, 13})
        void endsAtTheLimit(int limit) {
            StreamId stream = streamOf(9);

            assertThat(paged.loadLazily(stream, StreamSlice.forward().limit(limit))
                            .map(RecordedEvent::version))
                    .isEqualTo(upTo(Math.min(limit, 9)));
            assertThat(paged.loadLazily(stream, StreamSlice.backward().from(8).limit(limit)))
                    .isEqualTo(store.load(stream, StreamSlice.backward().from(8).limit(limit)));
        }

        @Test
        void asksForNothingUntilItIsConsumed() {
            Stream<RecordedEvent> events = paged.loadLazily(streamOf(9), StreamSlice.forward());

            assertThat(statements).hasValue(0);

            events.close();
        }

        @Test
        void asksForNoMoreThanIsConsumed() {
            StreamId stream = streamOf(9);

            assertThat(paged.loadLazily(stream, StreamSlice.forward()).findFirst())
                    .hasValueSatisfying(first -> assertThat(first.version()).isEqualTo(1));

            assertThat(statements).hasValue(1);
        }

        @Test
        void asksForNoMoreThanTheLimit() {
            StreamId stream = streamOf(9);

            assertThat(paged.loadLazily(stream, StreamSlice.forward().limit(4))).hasSize(4);

            assertThat(statements).hasValue(1);
        }

        @Test
        void holdsNoConnectionBetweenPages() {
            Iterator<RecordedEvent> events =
                    paged.loadLazily(streamOf(9), StreamSlice.forward()).iterator();
            List<Integer> held = new ArrayList<>();
            while (events.hasNext()) {
                events.next();
                held.add(connectionsHeld.get());
            }

            assertThat(held).hasSize(9).containsOnly(0);
        }

        @Test
        void includesWhatIsAppendedMeanwhile() {
            StreamId stream = streamOf(6);
            Iterator<RecordedEvent> events =
                    paged.loadLazily(stream, StreamSlice.forward()).iterator();
            List<Long> versions = new ArrayList<>();
            for (int n = 1; n <= 4; n++) {
                versions.add(events.next().version());
            }

            append(stream, 7);
            events.forEachRemaining(event -> versions.add(event.version()));

            assertThat(versions).isEqualTo(upTo(7));
        }

        @Test
        void isNotDisturbedBackwardByWhatIsAppendedMeanwhile() {
            StreamId stream = streamOf(6);
            Iterator<RecordedEvent> events =
                    paged.loadLazily(stream, StreamSlice.backward()).iterator();
            List<Long> versions = new ArrayList<>(List.of(events.next().version()));

            append(stream, 7);
            events.forEachRemaining(event -> versions.add(event.version()));

            assertThat(versions).containsExactly(6L, 5L, 4L, 3L, 2L, 1L);
        }
    }

    @Nested
    class AMillionEvents {

        private static final String STREAM = "long";
        private static final int LENGTH = 1_000_000;

        /** A page of 1,000 such events takes 0.6 MB; the smallest heap that the program runs with has 16 MB. */
        private static final String HEAP = "-Xmx32m";

        private final TestDatabase database = TestDatabase.migrated();

        AMillionEvents() {
            DSLContext dsl = database.dslOnOneConnection();
            // No crash is to be survived here, and the rows are there in half the time; jOOQ has no word for it.
            dsl.execute("alter table event_store.events set unlogged");
            Table<?> numbers = generateSeries(1, LENGTH).as("numbers", "n");
            Field<Integer> n = field(name("numbers", "n"), INTEGER);
            dsl.insertInto(STREAMS, STREAMS.STREAM_ID, STREAMS.VERSION)
                    .values(STREAM, (long) LENGTH)
                    .execute();
            dsl.insertInto(
                            EVENTS,
                            EVENTS.STREAM_ID,
                            EVENTS.VERSION,
                            EVENTS.EVENT_ID,
                            EVENTS.EVENT_TYPE,
                            EVENTS.EVENT_DATA)
                    .select(select(
                                    inline(STREAM),
                                    n.cast(Long.class),
                                    lpad(toHex(n), 32, "0").cast(UUID),
                                    inline("counted"),
                                    inline(JSONB.valueOf("{\"text\": \"" + "x".repeat(100) + "\"}")))
                            .from(numbers))
                    .execute();
        }

        @Test
        void areReadLazilyInAHeapThatHoldsAPageAndCannotHoldThem() throws Exception {
            assertThat(read("lazily")).isEqualTo("seen " + LENGTH);
            assertThat(read("at-once")).contains("OutOfMemoryError");
        }

        @Test
        void areHandedToASlowSubscriberInAHeapThatHoldsAPageOrTwo() throws Exception {
            assertThat(run(SmallHeapSubscriber.class, Integer.toString(LENGTH))).isEqualTo("seen " + LENGTH);
        }

        private String read(String how) throws Exception {
            return run(SmallHeapReader.class, STREAM, how);
        }

        private String run(Class<?> main, String... arguments) throws Exception {
            ProcessBuilder program = new ProcessBuilder(
                            System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
                            HEAP,
                            "-XX:+UseSerialGC",
                            "-XX:+ExitOnOutOfMemoryError",
                            "-Dorg.jooq.no-logo=true",
                            "-Dorg.jooq.no-tips=true",
                            "-cp",
                            System.getProperty("java.class.path"),
                            main.getName())
                    .redirectErrorStream(true);
            program.command().addAll(List.of(arguments));
            program.environment().putAll(database.environment());
            Process running = program.start();
            running.getOutputStream().close();
            return new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }

    /** Columns are taken as bytes where it is known what they mean, and by the driver's own means elsewhere. */
    @Nested
    class AsTheDriverHoldsIt {

        private static final List<Instant> TIMES = Stream.of(
                        "1969-12-31T23:59:59.999999Z",
                        "1999-12-31T23:59:59.000001Z",
                        "2000-01-01T00:00:00Z",
                        "2026-03-29T00:59:59.123456Z",
                        "2026-03-29T01:00:00Z")
                .map(Instant::parse)
                .toList();

        private static final String TEXT = "\u00e4 \u20ac \ud83d\ude00";

        /** As text, as bytes from the first execution on, and both: text first, bytes from the fifth execution on. */
        @ParameterizedTest
        @ValueSource(ints = {0, -1, 5})
        void isTheSameInEveryForm(int threshold) throws SQLException {
            StreamId stream = streamWithTimes();
            try (Connection connection = DATABASE.connect();
                    var setting = connection.createStatement()) {
                setting.execute("set time zone 'Europe/Berlin'");
                connection.unwrap(PGConnection.class).setPrepareThreshold(threshold);
                for (int i = 0; i < 8; i++) {
                    assertIsWhole(store.in(connection).load(stream));
                    assertIsWhole(store.in(connection)
                            .readAll(AllSlice.where(EventFilter.ofStream(stream)))
                            .events());
                }
            }
        }

        @Test
        void isTheSameWhereTheSessionSpeaksAnotherEncoding() throws SQLException {
            StreamId stream = streamWithTimes();
            store.append(stream, any(), new JsonEvent("told", "{\"text\": \"\u00e4\"}"));
            try (Connection connection = inAnotherEncoding()) {
                EventStore latin = store.in(connection);

                assertThat(latin.load(stream, StreamSlice.backward().limit(1))
                                .getFirst()
                                .json())
                        .isEqualTo("{\"text\": \"\u00e4\"}");
                assertThatThrownBy(() -> latin.appendAll(
                                List.of(ImportedEvent.of(newStream(), new JsonEvent("told", "\"\u00e4\"")))))
                        .isInstanceOf(InvalidInputException.class)
                        .hasMessage("import: must be sent as UTF8, found client_encoding LATIN1");
            }
        }

        private static Connection inAnotherEncoding() throws SQLException {
            Map<String, String> environment = DATABASE.environment();
            String url = DATABASE.url();
            Connection connection = TestDatabase.at(
                            url + (url.contains("?") ? "&" : "?") + "allowEncodingChanges=true",
                            requireNonNull(environment.get("TEST_DATABASE_USER")),
                            requireNonNull(environment.get("TEST_DATABASE_PASSWORD")))
                    .connect();
            try (var setting = connection.createStatement()) {
                setting.execute("set client_encoding = 'LATIN1'");
            }
            return connection;
        }

        /** What only the owner can write. */
        private static StreamId streamWithTimes() {
            StreamId stream = newStream();
            DSL.insertInto(STREAMS, STREAMS.STREAM_ID, STREAMS.VERSION)
                    .values(stream.value(), (long) TIMES.size())
                    .execute();
            for (int i = 0; i < TIMES.size(); i++) {
                DSL.insertInto(
                                EVENTS,
                                EVENTS.STREAM_ID,
                                EVENTS.VERSION,
                                EVENTS.EVENT_ID,
                                EVENTS.EVENT_TYPE,
                                EVENTS.EVENT_DATA,
                                EVENTS.METADATA,
                                EVENTS.CREATED_AT)
                        .values(
                                stream.value(),
                                i + 1L,
                                java.util.UUID.randomUUID(),
                                "told",
                                JSONB.valueOf("{\"text\": \"" + TEXT + "\"}"),
                                JSONB.valueOf("{\"user_id\": \"" + TEXT + "\"}"),
                                TIMES.get(i).atOffset(ZoneOffset.UTC))
                        .execute();
            }
            return stream;
        }

        private static void assertIsWhole(List<RecordedEvent> events) {
            assertThat(events).extracting(RecordedEvent::createdAt).isEqualTo(TIMES);
            assertThat(events)
                    .allSatisfy(event -> assertThat(event.json()).isEqualTo("{\"text\": \"" + TEXT + "\"}"))
                    .allSatisfy(event -> assertThat(event.metadata().userId()).isEqualTo(TEXT));
        }
    }
}
