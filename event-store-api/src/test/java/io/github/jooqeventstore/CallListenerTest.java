package io.github.jooqeventstore;

import static io.github.jooqeventstore.ExpectedVersion.any;
import static io.github.jooqeventstore.ExpectedVersion.exactly;
import static io.github.jooqeventstore.ExpectedVersion.noStream;
import static io.github.jooqeventstore.Notes.note;
import static io.github.jooqeventstore.Notes.noteWithId;
import static io.github.jooqeventstore.Notes.notes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** Being told how calls end. */
class CallListenerTest {

    private final TestDatabase database = TestDatabase.migrated();
    private final DSLContext dsl = database.dsl();
    private final EventStore store = EventStore.builder(dsl).pageSize(2).build();
    private final StreamId stream = StreamId.of("told", UUID.randomUUID());
    private final List<String> told = new CopyOnWriteArrayList<>();

    private AppendListener.Registration listenTo(EventStore listened) {
        return listened.onCall((call, outcome, events, nanos) -> {
            assertThat(nanos).isBetween(1L, TimeUnit.MINUTES.toNanos(1));
            told.add(call + " " + outcome + " " + events);
        });
    }

    @Nested
    class TellsOfAnAppend {

        @Test
        void howManyEventsItHasWritten() {
            listenTo(store);

            store.append(stream, noStream(), notes(3));
            store.append(List.of(
                    StreamAppend.of(stream, exactly(3), note(4)),
                    StreamAppend.of(StreamId.of("told", UUID.randomUUID()), noStream(), notes(2))));
            store.appendAll(
                    notes(5).stream().map(event -> ImportedEvent.of(StreamId.of("imported", 1), NewEvent.of(event))));

            assertThat(told).containsExactly("APPEND DONE 3", "APPEND DONE 3", "IMPORT DONE 5");
        }

        @Test
        void thatItHasWrittenNoneWhereTheyWereThere() {
            NewEvent event = noteWithId(UUID.randomUUID());
            store.append(stream, any(), event);
            listenTo(store);

            store.append(stream, any(), event);

            assertThat(told).containsExactly("APPEND DONE 0");
        }

        @Test
        void whyItWasNotDone() {
            store.append(stream, noStream(), note(1));
            UUID id = UUID.randomUUID();
            store.append(StreamId.of("told", UUID.randomUUID()), noStream(), noteWithId(id));
            listenTo(store);

            assertThatThrownBy(() -> store.append(stream, noStream(), note(2)))
                    .isInstanceOf(WrongExpectedVersionException.class);
            assertThatThrownBy(() -> store.append(stream, any(), noteWithId(id)))
                    .isInstanceOf(EventIdAlreadyUsedException.class);
            assertThatThrownBy(() -> store.append(stream, any(), new Object()))
                    .isInstanceOf(UnknownEventTypeException.class);

            assertThat(told).containsExactly("APPEND CONFLICT 0", "APPEND REFUSED 0", "APPEND REFUSED 0");
        }

        @Test
        void thatNobodyAnswered() {
            PGSimpleDataSource nowhere = new PGSimpleDataSource();
            nowhere.setUrl("jdbc:postgresql://localhost:1/nowhere");
            EventStore lost = EventStore.using(DSL.using(nowhere, SQLDialect.POSTGRES));
            listenTo(lost);

            assertThatThrownBy(() -> lost.append(stream, any(), note(1))).isInstanceOf(DataAccessException.class);
            assertThatThrownBy(() -> lost.load(stream)).isInstanceOf(DataAccessException.class);

            assertThat(told).containsExactly("APPEND FAILED 0", "LOAD FAILED 0");
        }

        @Test
        void inATransactionOfTheCallers() {
            listenTo(store);

            dsl.transaction(tx -> {
                EventStore inside = store.in(tx);
                inside.append(stream, any(), note(1));
                inside.load(stream);
                assertThatThrownBy(() -> inside.readAll(AllSlice.all())).isInstanceOf(InvalidInputException.class);
            });

            assertThat(told).containsExactly("APPEND DONE 1", "LOAD DONE 1", "READ_ALL REFUSED 0");
        }

        @Test
        void andNotOfWhatAnInlineProjectionIsShown() {
            EventStore projecting =
                    EventStore.builder(dsl).inline((tx, events) -> {}).build();
            listenTo(projecting);

            projecting.append(stream, any(), notes(2));

            assertThat(told).containsExactly("APPEND DONE 2");
        }
    }

    @Nested
    class TellsOfARead {

        @Test
        void howManyEventsItHasFound() {
            store.append(stream, any(), notes(5));
            listenTo(store);

            store.load(stream);
            store.query(EventQuery.where(EventFilter.ofStream(stream)).limit(4));
            store.readAll(AllSlice.all());

            assertThat(told).containsExactly("LOAD DONE 5", "QUERY DONE 4", "READ_ALL DONE 5");
        }

        @Test
        void pageByPageWhereItIsLazy() {
            store.append(stream, any(), notes(5));
            listenTo(store);

            assertThat(store.loadLazily(stream, StreamSlice.forward())).hasSize(5);

            assertThat(told).containsExactly("LOAD DONE 2", "LOAD DONE 2", "LOAD DONE 1");
        }
    }

    @Nested
    class TellsOfGroupCommit {

        private final EventStore together = EventStore.builder(dsl)
                .groupCommit(GroupCommitOptions.defaults().connections(1))
                .build();

        @Test
        void eachCallersOwnAppend() throws Exception {
            listenTo(together);
            try (Gathering gathering = new Gathering(database, together)) {
                Future<AppendResult> written = gathering.append(StreamAppend.of(stream, any(), notes(2)));
                Future<AppendResult> refused =
                        gathering.append(StreamAppend.of(StreamId.of("told", 7), exactly(1), note(1)));
                gathering.go();
                Threads.result(written);
                assertThatThrownBy(() -> Threads.result(refused)).hasMessageContaining("found no stream");
            }

            assertThat(told).containsExactlyInAnyOrder("APPEND DONE 1", "APPEND DONE 2", "APPEND CONFLICT 0");
        }

        @Test
        void whatEndsLaterAndNotWhatWasCancelled() throws Exception {
            listenTo(together);
            try (Gathering gathering = new Gathering(database, together)) {
                CompletableFuture<AppendResult> written =
                        together.appendAsync(StreamAppend.of(stream, any(), notes(2)));
                CompletableFuture<AppendResult> cancelled =
                        together.appendAsync(StreamAppend.of(StreamId.of("told", 8), any(), note(1)));
                gathering.awaitWaiting(2);
                assertThat(cancelled.cancel(false)).isTrue();
                gathering.go();
                written.join();
            }
            Await.until("two told", () -> told.size() == 2);

            assertThat(told).containsExactlyInAnyOrder("APPEND DONE 1", "APPEND DONE 2");
            assertThat(store.load(StreamId.of("told", 8))).isEmpty();
        }
    }

    @Test
    void tellsUntilItIsClosed() {
        AppendListener.Registration registration = listenTo(store);
        store.append(stream, any(), note(1));
        registration.close();
        store.append(stream, any(), note(2));

        assertThat(told).hasSize(1);
    }

    @Test
    void aCallGoesThroughWhateverAListenerThrows() {
        store.onCall((call, outcome, events, nanos) -> {
            throw new AssertionError("a listener that fails");
        });
        listenTo(store);

        assertThat(store.append(stream, noStream(), note(1)).lastVersion()).isOne();
        assertThat(store.load(stream)).hasSize(1);
        assertThatThrownBy(() -> store.append(stream, noStream(), note(1)))
                .isInstanceOf(WrongExpectedVersionException.class);

        assertThat(told).containsExactly("APPEND DONE 1", "LOAD DONE 1", "APPEND CONFLICT 0");
    }
}
