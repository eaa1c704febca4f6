package io.github.jooqeventstore;

import static io.github.jooqeventstore.ExpectedVersion.any;
import static io.github.jooqeventstore.ExpectedVersion.exactly;
import static io.github.jooqeventstore.ExpectedVersion.noStream;
import static io.github.jooqeventstore.Notes.note;
import static io.github.jooqeventstore.Notes.noteWithId;
import static io.github.jooqeventstore.schema.Tables.EVENTS;
import static io.github.jooqeventstore.schema.Tables.STREAMS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jooq.impl.DSL.currentOffsetDateTime;
import static org.jooq.impl.DSL.max;

import io.github.jooqeventstore.Wire.Cut;
import io.github.jooqeventstore.migration.SchemaMigrations;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jooq.Configuration;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.conf.MappedSchema;
import org.jooq.conf.MappedTable;
import org.jooq.conf.RenderMapping;
import org.jooq.conf.Settings;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The bulk path: all events of many new streams, or none. */
class AppendAllTest {

    /** More than three chunks of an import. */
    private static final int MANY = 200_000;

    private final TestDatabase database = TestDatabase.migrated();
    private final DSLContext dsl = database.dslOnOneConnection();
    private final EventStore store = EventStore.using(dsl);
    private final StreamId one = StreamId.of("imported", 1);
    private final StreamId two = StreamId.of("imported", 2);

    private static ImportedEvent event(StreamId stream, long number) {
        return ImportedEvent.of(stream, note(number));
    }

    /** Events of so many streams in turn. */
    private static Stream<ImportedEvent> interleaved(int events, int streams) {
        return IntStream.range(0, events).mapToObj(i -> event(StreamId.of("imported", i % streams), i / streams + 1));
    }

    /** Enough to fill several chunks, so that the database has been sent some of them before the end. */
    private static Stream<ImportedEvent> many() {
        return interleaved(MANY, 1_000);
    }

    private void assertIsEmpty() {
        assertThat(dsl.fetchCount(EVENTS)).isZero();
        assertThat(dsl.fetchCount(STREAMS)).isZero();
    }

    @Nested
    class OfNewStreams {

        @Test
        void numbersTheEventsOfEachInTheirOrder() {
            ImportResult result = store.appendAll(List.of(event(one, 1), event(two, 1), event(one, 2), event(one, 3)));

            assertThat(result).isEqualTo(new ImportResult(2, 4, 4));
            assertThat(store.load(one)).extracting(RecordedEvent::version).containsExactly(1L, 2L, 3L);
            assertThat(store.load(one)).extracting(RecordedEvent::position).containsExactly(1L, 3L, 4L);
            assertThat(store.load(one))
                    .extracting(RecordedEvent::json)
                    .containsExactly("{\"number\": 1}", "{\"number\": 2}", "{\"number\": 3}");
            assertThat(store.currentVersion(two)).hasValue(1);
        }

        @Test
        void keepsWhatAnAppendKeeps() {
            UUID id = UUID.randomUUID();
            Instant happened = Instant.parse("2019-03-01T10:15:30.123456Z");
            EventMetadata metadata =
                    EventMetadata.none().withUserId("Ödön \uD83D\uDE00").withOccurredAt(happened);
            JsonEvent payload = new JsonEvent("Größe", 7, "{\"text\": \"\u20AC \uD83D\uDE00\", \"n\": 1.50}");
            StreamId stream = StreamId.of("straße-\uD83D\uDE00");
            Instant before =
                    dsl.select(currentOffsetDateTime()).fetchSingle().value1().toInstant();

            store.appendAll(List.of(new ImportedEvent(stream, new NewEvent(id, payload, metadata))));
            store.append(one, noStream(), new NewEvent(UUID.randomUUID(), payload, metadata));

            RecordedEvent imported = store.load(stream).getFirst();
            RecordedEvent appended = store.load(one).getFirst();
            assertThat(imported.id()).isEqualTo(id);
            assertThat(imported.type()).isEqualTo("Größe");
            assertThat(imported.schemaVersion()).isEqualTo(7);
            assertThat(imported.json()).isEqualTo(appended.json());
            assertThat(imported.metadata()).isEqualTo(appended.metadata());
            assertThat(imported.metadata().occurredAt()).isEqualTo(happened);
            assertThat(imported.createdAt()).isAfterOrEqualTo(before);
        }

        @Test
        void goesOnWithAppends() {
            store.appendAll(many().limit(2_500));

            assertThat(store.append(one, exactly(3), note(4)).firstVersion()).isEqualTo(4);
        }

        @Test
        void writesManyEventsInTheOrderOfTheirSource() {
            ImportResult result = store.appendAll(many());

            assertThat(result).isEqualTo(new ImportResult(1_000, MANY, MANY));
            assertThat(dsl.selectDistinct(STREAMS.VERSION).from(STREAMS).fetch(STREAMS.VERSION))
                    .containsExactly((long) MANY / 1_000);
            try (Stream<RecordedEvent> all = store.readAllLazily(AllSlice.all().limit(5_000))) {
                Iterator<RecordedEvent> read = all.iterator();
                many().forEachOrdered(expected -> {
                    RecordedEvent event = read.next();
                    assertThat(event.stream()).isEqualTo(expected.stream());
                    assertThat(event.json()).isEqualTo("{\"number\": " + event.version() + "}");
                });
                assertThat(read).isExhausted();
            }
        }

        @Test
        void takesEventsThatAreLargerThanAChunk() {
            JsonEvent large = new JsonEvent("large", "\"" + "x".repeat(9 << 20) + "\"");
            EventStore store = EventStore.builder(dsl).maxPayloadBytes(10 << 20).build();

            store.appendAll(List.of(event(one, 1), ImportedEvent.of(one, large), event(one, 3)));

            assertThat(store.load(one))
                    .extracting(recorded -> recorded.json().length())
                    .containsExactly(13, (9 << 20) + 2, 13);
        }

        @Test
        void writesNothingWhereThereIsNothing() {
            assertThat(store.appendAll(Stream.of())).isEqualTo(new ImportResult(0, 0, 0));
            assertIsEmpty();
        }

        @Test
        void tellsListenersWhenItIsCommitted() {
            List<String> told = new ArrayList<>();
            store.onAppend((last, committed) -> told.add(last + " " + committed));

            store.appendAll(List.of(event(one, 1), event(one, 2)));
            dsl.transaction(tx -> store.in(tx).appendAll(List.of(event(two, 1))));
            store.appendAll(List.of());

            assertThat(told).containsExactly("2 true", "3 false");
        }
    }

    @Nested
    class IsRefused {

        @Test
        void aStreamThatIsThere() {
            store.append(one, noStream(), note(1), note(2));
            StoreContents before = StoreContents.of(dsl);

            assertThatExceptionOfType(WrongExpectedVersionException.class)
                    .isThrownBy(() -> store.appendAll(Stream.concat(Stream.of(event(two, 1)), many())))
                    .withMessage("stream imported-1: expected no stream, found version 2")
                    .satisfies(refused -> assertThat(refused.stream()).isEqualTo(one));

            assertThat(StoreContents.of(dsl).heads()).isEqualTo(before.heads());
            assertThat(StoreContents.of(dsl).events()).isEqualTo(2);
        }

        @Test
        void theSameImportAgain() {
            store.appendAll(many().limit(2_000));

            assertThatExceptionOfType(WrongExpectedVersionException.class)
                    .isThrownBy(() -> store.appendAll(many().limit(2_000)));
            assertThat(dsl.fetchCount(EVENTS)).isEqualTo(2_000);
        }

        @Test
        void anArchivedStream() {
            store.append(one, noStream(), note(1));
            dsl.update(STREAMS)
                    .set(STREAMS.ARCHIVED_AT, currentOffsetDateTime())
                    .execute();

            assertThatExceptionOfType(StreamArchivedException.class)
                    .isThrownBy(() -> store.appendAll(List.of(event(one, 1))));
        }

        @Test
        void anIdThatIsStored() {
            UUID id = UUID.randomUUID();
            store.append(one, noStream(), note(1), noteWithId(id));

            assertThatExceptionOfType(EventIdAlreadyUsedException.class)
                    .isThrownBy(() -> store.appendAll(List.of(event(two, 1), ImportedEvent.of(two, noteWithId(id)))))
                    .withMessage("stream imported-2: expected event id " + id
                            + " to be new, found it at version 2 of stream imported-1");
            assertThat(store.currentVersion(two)).isEmpty();
        }

        @Test
        void anIdThatComesTwice() {
            UUID id = UUID.randomUUID();
            ImportedEvent first = ImportedEvent.of(one, noteWithId(id));

            assertThatExceptionOfType(EventIdAlreadyUsedException.class)
                    .isThrownBy(() -> store.appendAll(List.of(first, event(one, 2), first)))
                    .withMessageStartingWith(
                            "stream imported-1: expected event id " + id + " to be new, found it twice in the import");
            assertIsEmpty();
        }

        @Test
        void anIdThatComesAgainInAnotherChunk() {
            UUID id = UUID.randomUUID();
            ImportedEvent first = ImportedEvent.of(StreamId.of("first", 1), noteWithId(id));
            ImportedEvent last = ImportedEvent.of(StreamId.of("last", 1), noteWithId(id));

            assertThatExceptionOfType(EventIdAlreadyUsedException.class)
                    .isThrownBy(() -> store.appendAll(
                            Stream.of(Stream.of(first), many(), Stream.of(last)).flatMap(part -> part)))
                    .satisfies(refused -> assertThat(refused.eventId()).isEqualTo(id))
                    .satisfies(refused -> assertThat(refused.stream()).isEqualTo(last.stream()));
            assertIsEmpty();
        }

        @Test
        void aPayloadThatCouldNotBeReadBack() {
            ImportedEvent poison = ImportedEvent.of(two, new JsonEvent("poison", "{\"n\": 1e131071}"));

            assertThatThrownBy(() -> store.appendAll(Stream.concat(many(), Stream.of(event(two, 1), poison))))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageStartingWith("event 202 of stream imported-2: must hold no number");
            assertIsEmpty();
        }

        @Test
        void anEventThatIsNone() {
            List<ImportedEvent> none = new ArrayList<>();
            none.add(event(one, 1));
            none.add(null);

            assertThatThrownBy(() -> store.appendAll(none)).hasMessage("import: an event must not be null");
            assertIsEmpty();
        }

        @Test
        void inASessionThatDoesNotWaitForItsCommits() {
            dsl.execute("set synchronous_commit = off");

            assertThatExceptionOfType(NotDurableException.class)
                    .isThrownBy(() -> store.appendAll(List.of(event(one, 1))));
            EventStore.builder(dsl).allowAsynchronousCommit().build().appendAll(List.of(event(one, 1)));
            assertThat(store.currentVersion(one)).hasValue(1);
        }

        @Test
        void besideInlineProjections() {
            EventStore projecting =
                    EventStore.builder(dsl).inline((tx, events) -> {}).build();

            assertThatExceptionOfType(InvalidInputException.class)
                    .isThrownBy(() -> projecting.appendAll(List.of(event(one, 1))))
                    .withMessageStartingWith("import: must go through a store without inline projections")
                    .withMessageContaining(AppendAllTest.class.getName());
            assertIsEmpty();
        }

        @Test
        void onConnectionsOfAnotherDriver() throws SQLException {
            try (Connection own = database.connect()) {
                EventStore elsewhere = EventStore.using(DSL.using(hidden(own), SQLDialect.POSTGRES));

                assertThatExceptionOfType(InvalidInputException.class)
                        .isThrownBy(() -> elsewhere.appendAll(List.of(event(one, 1))))
                        .withMessageStartingWith("import: must be given connections of PostgreSQL's own JDBC driver");
                assertThat(own.getAutoCommit()).isTrue();
            }
        }

        /** A connection that does not say what it is. */
        private static Connection hidden(Connection own) {
            return (Connection) Proxy.newProxyInstance(
                    AppendAllTest.class.getClassLoader(),
                    new Class<?>[] {Connection.class},
                    (proxy, method, arguments) -> {
                        if (method.getName().equals("isWrapperFor")) {
                            return false;
                        }
                        try {
                            return method.invoke(own, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });
        }
    }

    @Nested
    class WhoseSourceFails {

        @Test
        void leavesNothing() {
            IllegalStateException gone = new IllegalStateException("source gone");
            Stream<ImportedEvent> source = IntStream.range(0, MANY).mapToObj(i -> {
                if (i == MANY - 1) {
                    throw gone;
                }
                return event(one, i);
            });

            assertThatThrownBy(() -> store.appendAll(source)).isSameAs(gone);

            assertIsEmpty();
            assertThat(store.append(one, noStream(), note(1)).lastVersion()).isEqualTo(1);
        }

        @Test
        void leavesNothingWhereItsConnectionIsEnded() {
            DSLContext other = database.dslOnOneConnection();
            EventStore own = EventStore.using(other);
            int backend = other.fetchSingle("select pg_backend_pid()").into(Integer.class);
            Stream<ImportedEvent> source = many().peek(next -> {
                if (next.stream().equals(StreamId.of("imported", 999))
                        && next.event().payload().equals(note(100))) {
                    dsl.execute("select pg_terminate_backend(?)", backend);
                }
            });

            assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> own.appendAll(source));

            Await.until("rolled back", () -> store.horizon().holders().isEmpty());
            assertIsEmpty();
        }

        @Test
        void isNotKnownWhereTheConnectionIsLostAtTheCommit() throws SQLException {
            try (Wire wire = Wire.to(database);
                    Connection connection = wire.dataSource().getConnection()) {
                EventStore own = EventStore.using(DSL.using(connection, SQLDialect.POSTGRES));
                wire.cut(Cut.BEFORE_THE_ANSWER, "COMMIT");

                assertThatExceptionOfType(ImportOutcomeUnknownException.class)
                        .isThrownBy(() -> own.appendAll(interleaved(100, 3)))
                        .satisfies(unknown -> {
                            assertThat(store.currentVersion(unknown.stream())).isPresent();
                            assertThat(unknown.result()).isEqualTo(new ImportResult(3, 100, 100));
                        });
                assertThat(dsl.fetchCount(EVENTS)).isEqualTo(100);
            }
        }
    }

    @Nested
    class InATransactionOfTheCallers {

        @Test
        void isCommittedWithIt() {
            dsl.transaction(tx -> {
                store.in(tx).appendAll(many().limit(3_000));
                store.in(tx).append(one, exactly(3), note(4));
                assertThat(database.dsl().fetchCount(EVENTS)).isZero();
            });

            assertThat(store.load(one)).hasSize(4);
        }

        @Test
        void isRolledBackWithIt() {
            assertThatThrownBy(() -> dsl.transaction(tx -> {
                        store.in(tx).appendAll(many());
                        throw new IllegalStateException("changed my mind");
                    }))
                    .hasMessageContaining("changed my mind");

            assertIsEmpty();
        }

        @Test
        void leavesItUsableWhereItIsRefused() {
            store.append(one, noStream(), note(1));

            dsl.transaction(tx -> {
                store.in(tx).append(two, noStream(), note(1));
                assertThatExceptionOfType(WrongExpectedVersionException.class)
                        .isThrownBy(() -> store.in(tx).appendAll(List.of(event(StreamId.of("new"), 1), event(one, 1))));
                assertThatThrownBy(() -> store.in(tx)
                                .appendAll(
                                        Stream.of(event(StreamId.of("new"), 1)).map(next -> {
                                            throw new IllegalStateException("gone");
                                        })))
                        .hasMessage("gone");
                store.in(tx).append(two, exactly(1), note(2));
            });

            assertThat(store.load(two)).hasSize(2);
            assertThat(store.currentVersion(StreamId.of("new"))).isEmpty();
        }

        @Test
        void takesItsEventsFromTheVeryConnectionThatItWritesTo() {
            dsl.transaction(tx -> {
                var numbers = tx.dsl()
                        .resultQuery("select generate_series(1, 50000)")
                        .fetchSize(100)
                        .fetchLazy();
                try (Stream<ImportedEvent> source =
                        numbers.stream().map(row -> event(one, row.get(0, Integer.class)))) {
                    store.in(tx).appendAll(source);
                }
            });

            assertThat(store.currentVersion(one)).hasValue(50_000);
        }
    }

    @Nested
    class WhileOthersWork {

        @Test
        void readersOfAllEventsSeeItWhenItIsCommittedAndInOrder() throws Exception {
            CountDownLatch sent = new CountDownLatch(1);
            CountDownLatch goOn = new CountDownLatch(1);
            Stream<ImportedEvent> source = many().peek(next -> {
                if (next.stream().equals(StreamId.of("imported", 999))
                        && next.event().payload().equals(note(150))) {
                    sent.countDown();
                    awaitLatch(goOn);
                }
            });
            store.append(StreamId.of("beside"), any(), note(1));
            Future<ImportResult> importing =
                    Threads.beside(() -> EventStore.using(database.dsl()).appendAll(source));
            awaitLatch(sent);
            store.append(StreamId.of("beside"), any(), note(2));

            AllPage meanwhile = store.readAll(AllSlice.all().limit(10_000));
            assertThat(meanwhile.events()).extracting(RecordedEvent::position).containsExactly(1L);
            assertThat(store.horizon().holders()).hasSize(1);
            assertThat(dsl.select(max(EVENTS.POSITION))
                            .from(EVENTS)
                            .fetchSingle()
                            .value1())
                    .isGreaterThan(20_000);
            goOn.countDown();
            assertThat(Threads.result(importing).events()).isEqualTo(MANY);

            List<Long> after = new ArrayList<>();
            try (Stream<RecordedEvent> all = store.readAllLazily(
                    AllSlice.all().after(meanwhile.through()).limit(10_000))) {
                all.map(RecordedEvent::position).forEachOrdered(after::add);
            }
            assertThat(after)
                    .isEqualTo(LongStream.rangeClosed(2, MANY + 2).boxed().toList());
        }

        @Test
        void anAppendToAStreamThatIsBeingImportedWaitsAndIsRefusedAsEver() throws Exception {
            CountDownLatch sent = new CountDownLatch(1);
            CountDownLatch goOn = new CountDownLatch(1);
            Stream<ImportedEvent> source = Stream.concat(
                    Stream.of(event(one, 1)), IntStream.range(0, MANY).mapToObj(i -> {
                        if (i == MANY - 1) {
                            sent.countDown();
                            awaitLatch(goOn);
                        }
                        return event(two, i);
                    }));
            Future<ImportResult> importing =
                    Threads.beside(() -> EventStore.using(database.dsl()).appendAll(source));
            awaitLatch(sent);
            Future<AppendResult> appending =
                    Threads.beside(() -> EventStore.using(database.dsl()).append(one, noStream(), note(1)));
            Await.until(
                    "the append waits",
                    () -> dsl.fetchSingle(
                                            "select count(*) from pg_locks where not granted and locktype = 'transactionid'")
                                    .into(Integer.class)
                            == 1);
            goOn.countDown();

            assertThat(Threads.result(importing).streams()).isEqualTo(2);
            assertThatExceptionOfType(WrongExpectedVersionException.class).isThrownBy(() -> Threads.result(appending));
        }

        private static void awaitLatch(CountDownLatch latch) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Nested
    class WithTheCallersNames {

        private static final String TENANT = "Tenant \"A\" {0} ?";

        @Test
        void writesToTheMappedSchema() {
            SchemaMigrations.of(database.dataSource()).schema(TENANT).migrate();
            Configuration tenant =
                    mapped(new MappedSchema().withInput("event_store").withOutput(TENANT));

            store.in(tenant).appendAll(List.of(event(one, 1), event(one, 2)));

            assertThat(store.in(tenant).load(one)).hasSize(2);
            assertIsEmpty();
        }

        @Test
        void writesToTheMappedTables() {
            dsl.execute("alter table event_store.events rename to \"Every event\"");
            dsl.execute("alter table event_store.streams rename to \"Every stream\"");
            Configuration renamed = mapped(new MappedSchema()
                    .withInput("event_store")
                    .withTables(
                            new MappedTable().withInput("events").withOutput("Every event"),
                            new MappedTable().withInput("streams").withOutput("Every stream")));

            store.in(renamed).appendAll(List.of(event(one, 1)));

            assertThat(store.in(renamed).load(one)).hasSize(1);
        }

        @Test
        void writesWhereTheSearchPathLeads() {
            DSLContext unqualified = database.withSearchPath("event_store").dslOnOneConnection();
            unqualified.settings().setRenderSchema(false);

            EventStore.using(unqualified).appendAll(List.of(event(one, 1)));

            assertThat(store.load(one)).hasSize(1);
        }

        private Configuration mapped(MappedSchema schema) {
            return dsl.configuration()
                    .derive(new Settings().withRenderMapping(new RenderMapping().withSchemata(schema)));
        }
    }
}
