package io.github.jooqeventstore;

import static io.github.jooqeventstore.ExpectedVersion.any;
import static io.github.jooqeventstore.ExpectedVersion.exactly;
import static io.github.jooqeventstore.ExpectedVersion.noStream;
import static io.github.jooqeventstore.ExpectedVersion.streamExists;
import static io.github.jooqeventstore.Notes.note;
import static io.github.jooqeventstore.Notes.notes;
import static io.github.jooqeventstore.schema.Tables.EVENTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jooq.DSLContext;

/** The whole of the store's door: every statement is sent at least once. */
final class Everything {

    private Everything() {}

    /** Appends in every form, reads in every way, and returns how many events it has left behind. */
    static int doneWith(DSLContext dsl) {
        return append(EventStore.builder(dsl).pageSize(3).build(), dsl);
    }

    private static int append(EventStore store, DSLContext dsl) {
        String category = "everything-" + UUID.randomUUID();
        StreamId one = StreamId.of(category, 1);
        store.append(one, noStream(), note(1));
        store.append(one, any(), note(2));
        store.append(one, streamExists(), note(3));
        NewEvent fourth = NewEvent.of(note(4), EventMetadata.none().withUserId("ada"));
        store.append(one, exactly(3), fourth);
        assertThat(store.append(one, exactly(3), fourth).repeated()).isTrue();

        StreamId many = StreamId.of(category, 2);
        store.append(many, noStream(), notes(2));
        store.append(many, any(), notes(2));
        store.append(many, streamExists(), notes(2));
        store.append(many, exactly(6), notes(2));
        assertThatExceptionOfType(WrongExpectedVersionException.class)
                .isThrownBy(() -> store.append(many, exactly(6), notes(2)))
                .withMessage("stream " + many + ": expected version 6, found version 8");

        StreamId locked = StreamId.of(category, 3);
        dsl.transaction(tx -> {
            store.in(tx).append(locked, any(), note(1));
            store.in(tx).append(locked, any(), notes(2));
            store.in(tx).append(locked, streamExists(), notes(2));
        });

        List<AppendResult> several = store.append(List.of(
                StreamAppend.of(one, exactly(4), notes(2)),
                StreamAppend.of(many, any(), note(9)),
                StreamAppend.of(StreamId.of(category, 4), noStream(), notes(3))));
        assertThat(several).extracting(AppendResult::lastVersion).containsExactly(6L, 9L, 3L);

        read(store, category);
        return 6 + 9 + 5 + 3;
    }

    /** Others may append meanwhile, and hold back what comes behind them. */
    private static void readAll(EventStore store, EventFilter ours) {
        Await.until(
                "the order to be final",
                () -> store.readAll(AllSlice.where(ours)).events().size() == 23);
        try (Stream<RecordedEvent> events =
                store.readAllLazily(AllSlice.where(ours).limit(5))) {
            assertThat(events).hasSize(23);
        }
        try (Stream<RecordedEvent> events = store.readAllLazily(AllSlice.all().limit(5))) {
            assertThat(events).hasSizeGreaterThanOrEqualTo(23);
        }
        long last = store.publishHorizon();
        Horizon horizon = store.horizon();
        assertThat(horizon.finalPosition()).isGreaterThanOrEqualTo(last);
        assertThat(horizon.headPosition()).isGreaterThanOrEqualTo(horizon.finalPosition());
    }

    private static void read(EventStore store, String category) {
        StreamId one = StreamId.of(category, 1);
        StreamId many = StreamId.of(category, 2);
        assertThat(store.load(many))
                .extracting(RecordedEvent::version)
                .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
        assertThat(store.load(many, StreamSlice.backward().limit(2)))
                .extracting(RecordedEvent::version)
                .containsExactly(9L, 8L);
        try (Stream<RecordedEvent> events = store.loadLazily(many, StreamSlice.forward())) {
            assertThat(events).hasSize(9);
        }
        assertThat(store.currentVersion(many)).hasValue(9);
        assertThat(store.currentVersion(StreamId.of(category, 99))).isEmpty();

        EventFilter ours = EventFilter.streamPrefix(category + "-");
        assertThat(store.query(EventQuery.where(ours))).hasSize(23);
        assertThat(store.query(EventQuery.where(ours).newestFirst().limit(1)))
                .extracting(RecordedEvent::stream)
                .containsExactly(StreamId.of(category, 4));
        EventFilter third = EventFilter.ofStream(one)
                .and(EventFilter.ofTypes("noted"))
                .and(EventFilter.createdBetween(Instant.EPOCH, Instant.now().plusSeconds(86_400)))
                .and(EventFilter.payload("number", "4"))
                .and(EventFilter.payloadContains("{\"number\": 4}"))
                .and(EventFilter.metadata("user_id", "ada"))
                .and(EventFilter.matching(EVENTS.VERSION.gt(1L)));
        assertThat(store.query(EventQuery.where(third)))
                .extracting(RecordedEvent::version)
                .containsExactly(4L);
        try (Stream<RecordedEvent> events = store.queryLazily(EventQuery.where(ours))) {
            assertThat(events).hasSize(23);
        }
        readAll(store, ours);
    }
}
