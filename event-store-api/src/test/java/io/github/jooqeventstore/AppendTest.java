package io.github.jooqeventstore;

import static io.github.jooqeventstore.ExpectedVersion.any;
import static io.github.jooqeventstore.ExpectedVersion.exactly;
import static io.github.jooqeventstore.ExpectedVersion.noStream;
import static io.github.jooqeventstore.ExpectedVersion.streamExists;
import static io.github.jooqeventstore.schema.Tables.STREAMS;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.jooq.impl.DSL.currentOffsetDateTime;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Appends to one stream, in each form that their statement takes. */
@ParameterizedClass
@EnumSource(AppendForm.class)
class AppendTest {

    private static final DSLContext DSL = TestDatabase.migrated().dslOnOneConnection();
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final AppendForm form;
    private final DSLContext dsl = DSL;
    private final EventStore store = EventStore.using(dsl);
    private final StreamId stream = newStream();

    AppendTest(AppendForm form) {
        this.form = form;
    }

    private static StreamId newStream() {
        return StreamId.of("order", NUMBER.incrementAndGet());
    }

    private AppendResult append(ExpectedVersion expected) {
        return append(expected, form.events());
    }

    private AppendResult append(ExpectedVersion expected, List<NewEvent> events) {
        return form.append(dsl, stream, expected, events);
    }

    /** Two events that are there before. */
    private void given() {
        store.append(stream, noStream(), event(), event());
    }

    private static NewEvent event() {
        return NewEvent.of(new JsonEvent("given", "{}"));
    }

    private void archive() {
        dsl.update(STREAMS)
                .set(STREAMS.ARCHIVED_AT, currentOffsetDateTime())
                .where(STREAMS.STREAM_ID.eq(stream.value()))
                .execute();
    }

    private void open() {
        dsl.update(STREAMS)
                .set(STREAMS.ARCHIVED_AT, (OffsetDateTime) null)
                .where(STREAMS.STREAM_ID.eq(stream.value()))
                .execute();
    }

    /** The events stand in the stream from that version on, as the result says. */
    private void assertWritten(AppendResult result, long firstVersion, List<NewEvent> events) {
        List<RecordedEvent> written = store.load(stream, StreamSlice.forward().from(firstVersion));
        assertThat(written).extracting(RecordedEvent::id).isEqualTo(ids(events));
        assertThat(written)
                .extracting(RecordedEvent::version)
                .isEqualTo(LongStream.range(firstVersion, firstVersion + events.size())
                        .boxed()
                        .toList());
        assertThat(result.stream()).isEqualTo(stream);
        assertThat(result.firstVersion()).isEqualTo(firstVersion);
        assertThat(result.lastVersion()).isEqualTo(firstVersion + events.size() - 1);
        assertThat(result.positions())
                .isEqualTo(written.stream().map(RecordedEvent::position).toList())
                .isSorted();
        assertThat(result.lastPosition()).isEqualTo(written.getLast().position());
        assertThat(store.currentVersion(stream)).hasValue(result.lastVersion());
    }

    private static List<UUID> ids(List<NewEvent> events) {
        return events.stream().map(NewEvent::id).toList();
    }

    /** What is thrown, after it is seen that nothing was written: no event, no head moved, no position burnt. */
    private <E extends EventStoreException> E assertRefused(Class<E> type, ThrowingCallable append) {
        StoreContents before = StoreContents.of(dsl);
        E refusal = catchThrowableOfType(type, append);
        assertThat(refusal).isNotNull();
        assertThat(StoreContents.of(dsl)).isEqualTo(before);
        return refusal;
    }

    private void assertRefused(ExpectedVersion expected, String finding, @Nullable Long found) {
        WrongExpectedVersionException refusal =
                assertRefused(WrongExpectedVersionException.class, () -> append(expected));
        assertThat(refusal).hasMessage("stream " + stream + ": " + finding).hasNoCause();
        assertThat(refusal.stream()).isEqualTo(stream);
        assertThat(refusal.expected()).isEqualTo(expected);
        if (found == null) {
            assertThat(refusal.found()).isEmpty();
        } else {
            assertThat(refusal.found()).hasValue(found);
        }
    }

    @Nested
    class ToAStreamThatExists {

        @Test
        void isWrittenAtTheExpectedVersion() {
            given();
            List<NewEvent> events = form.events();

            AppendResult result = append(exactly(2), events);

            assertWritten(result, 3, events);
            assertThat(result.repeated()).isFalse();
        }

        @Test
        void isWrittenWhereAStreamIsExpectedToExist() {
            given();
            List<NewEvent> events = form.events();

            assertWritten(append(streamExists(), events), 3, events);
        }

        @Test
        void isWrittenWhereAnyVersionWillDo() {
            given();
            List<NewEvent> events = form.events();

            assertWritten(append(any(), events), 3, events);
        }

        @Test
        void refusesAVersionThatHasPassed() {
            given();

            assertRefused(exactly(1), "expected version 1, found version 2", 2L);
        }

        @Test
        void refusesAVersionThatIsYetToCome() {
            given();

            assertRefused(exactly(3), "expected version 3, found version 2", 2L);
            assertRefused(
                    exactly(ExpectedVersion.MAX_VERSION), "expected version 9223372034707292160, found version 2", 2L);
        }

        @Test
        void refusesToBegin() {
            given();

            assertRefused(noStream(), "expected no stream, found version 2", 2L);
        }

        @Test
        void goesOnAfterARefusal() {
            given();
            assertRefused(exactly(1), "expected version 1, found version 2", 2L);
            List<NewEvent> events = form.events();

            assertWritten(append(exactly(2), events), 3, events);
        }
    }

    @Nested
    class ToANewStream {

        @Test
        void isWrittenWhereNoStreamIsExpected() {
            List<NewEvent> events = form.events();

            AppendResult result = append(noStream(), events);

            assertWritten(result, 1, events);
            assertThat(result.repeated()).isFalse();
        }

        @Test
        void isWrittenWhereAnyVersionWillDo() {
            List<NewEvent> events = form.events();

            assertWritten(append(any(), events), 1, events);
        }

        @Test
        void refusesAVersion() {
            assertRefused(exactly(1), "expected version 1, found no stream", null);
        }

        @Test
        void refusesWhereAStreamIsExpectedToExist() {
            assertRefused(streamExists(), "expected an existing stream, found no stream", null);
        }

        @Test
        void isAnotherStreamWhereOnlyTheCaseDiffers() {
            given();
            StreamId other = StreamId.of(stream.value().toUpperCase(Locale.ROOT));

            AppendResult result = form.append(dsl, other, noStream(), form.events());

            assertThat(result.firstVersion()).isEqualTo(1);
            assertThat(store.currentVersion(stream)).hasValue(2);
        }
    }

    @Nested
    class ToAnArchivedStream {

        static Stream<ExpectedVersion> expectations() {
            return Stream.of(any(), streamExists(), exactly(2), exactly(1), noStream());
        }

        @ParameterizedTest
        @MethodSource("expectations")
        void isRefusedWhateverIsExpected(ExpectedVersion expected) {
            given();
            archive();

            StreamArchivedException refusal = assertRefused(StreamArchivedException.class, () -> append(expected));

            assertThat(refusal)
                    .hasMessage("stream " + stream + ": expected a stream open for appends, found it archived")
                    .hasNoCause();
            assertThat(refusal.stream()).isEqualTo(stream);
        }

        @Test
        void isWrittenOnceTheStreamIsOpenAgain() {
            given();
            archive();
            assertRefused(StreamArchivedException.class, () -> append(exactly(2)));
            open();
            List<NewEvent> events = form.events();

            assertWritten(append(exactly(2), events), 3, events);
        }
    }

    @Nested
    class AskedAgain {

        static Stream<ExpectedVersion> expectations() {
            return Stream.of(any(), streamExists(), exactly(2), exactly(1), exactly(99), noStream());
        }

        /** An append by the same form, its result, and the contents of the store behind it. */
        private AppendResult appended(List<NewEvent> events) {
            given();
            return append(exactly(2), events);
        }

        private void assertIsTheFirstResult(AppendResult again, AppendResult first) {
            assertThat(again)
                    .isEqualTo(new AppendResult(
                            first.stream(), first.firstVersion(), first.lastVersion(), first.positions(), true));
        }

        @ParameterizedTest
        @MethodSource("expectations")
        void returnsTheFirstResultWhateverIsExpected(ExpectedVersion expected) {
            List<NewEvent> events = form.events();
            AppendResult first = appended(events);
            StoreContents before = StoreContents.of(dsl);

            AppendResult again = append(expected, events);

            assertIsTheFirstResult(again, first);
            assertThat(StoreContents.of(dsl)).isEqualTo(before);
        }

        @Test
        void returnsTheFirstResultAlsoWhereItBeganTheStream() {
            List<NewEvent> events = form.events();
            AppendResult first = append(noStream(), events);
            StoreContents before = StoreContents.of(dsl);

            assertIsTheFirstResult(append(noStream(), events), first);
            assertIsTheFirstResult(append(any(), events), first);
            assertThat(StoreContents.of(dsl)).isEqualTo(before);
        }

        @Test
        void returnsTheFirstResultAlsoWhenTheStreamHasMovedOn() {
            List<NewEvent> events = form.events();
            AppendResult first = appended(events);
            store.append(stream, streamExists(), event());
            StoreContents before = StoreContents.of(dsl);

            assertIsTheFirstResult(append(exactly(2), events), first);
            assertIsTheFirstResult(append(any(), events), first);
            assertThat(StoreContents.of(dsl)).isEqualTo(before);
        }

        @Test
        void returnsTheFirstResultAlsoWhenTheStreamIsArchived() {
            List<NewEvent> events = form.events();
            AppendResult first = appended(events);
            archive();

            assertIsTheFirstResult(append(exactly(2), events), first);
        }

        @Test
        void keepsTheFirstPayloadWhereTheSecondSaysSomethingElse() {
            List<NewEvent> events = form.events();
            appended(events);
            List<NewEvent> others = events.stream()
                    .map(event -> NewEvent.of(new JsonEvent("other", "{}")).withId(event.id()))
                    .toList();

            assertThat(append(exactly(2), others).repeated()).isTrue();

            assertThat(store.load(stream, StreamSlice.forward().from(3)))
                    .extracting(RecordedEvent::type)
                    .containsOnly("counted");
        }
    }

    @Nested
    class WithIdsOfOtherEvents {

        static Stream<ExpectedVersion> expectations() {
            return Stream.of(any(), streamExists(), exactly(2));
        }

        private void assertIdTaken(
                StreamId to, ExpectedVersion expected, List<NewEvent> events, UUID id, String finding) {
            // A position may be burnt: an append that commits by itself finds it out by the unique key.
            StoreContents before = StoreContents.of(dsl);
            EventIdAlreadyUsedException refusal = catchThrowableOfType(
                    EventIdAlreadyUsedException.class, () -> form.append(dsl, to, expected, events));
            StoreContents after = StoreContents.of(dsl);
            assertThat(after.heads()).isEqualTo(before.heads());
            assertThat(after.events()).isEqualTo(before.events());
            assertThat(refusal)
                    .hasMessage("stream " + to + ": expected event id " + id + " to be new, found " + finding)
                    .hasNoCause();
            assertThat(refusal.stream()).isEqualTo(to);
            assertThat(refusal.eventId()).isEqualTo(id);
        }

        @ParameterizedTest
        @MethodSource("expectations")
        void refusesAPartThatIsKnown(ExpectedVersion expected) {
            given();
            UUID known = store.load(stream).getLast().id();
            List<NewEvent> events = new ArrayList<>(form.events());
            events.add(event().withId(known));

            assertIdTaken(stream, expected, events, known, "it stored by an append that had not all of these events");
        }

        @ParameterizedTest
        @MethodSource("expectations")
        void refusesIdsOfAnotherStream(ExpectedVersion expected) {
            given();
            StreamId other = newStream();
            List<NewEvent> events = form.events();
            form.append(dsl, other, noStream(), events);

            assertIdTaken(stream, expected, events, events.getFirst().id(), "it at version 1 of stream " + other);
        }

        @Test
        void refusesIdsOfAnotherStreamForANewStream() {
            given();
            UUID known = store.load(stream).getFirst().id();
            StreamId other = newStream();
            List<NewEvent> events = List.of(event().withId(known));

            assertIdTaken(other, noStream(), events, known, "it at version 1 of stream " + stream);
            assertIdTaken(other, any(), events, known, "it at version 1 of stream " + stream);
            assertThat(store.currentVersion(other)).isEmpty();
        }

        @ParameterizedTest
        @MethodSource("expectations")
        void refusesTheSameEventsInAnotherOrder(ExpectedVersion expected) {
            NewEvent first = event();
            NewEvent second = event();
            append(noStream(), List.of(first, second));

            assertIdTaken(
                    stream,
                    expected,
                    List.of(second, first),
                    first.id(),
                    "it at version 1, where this append would have it at 3");
        }

        @Test
        void refusesEventsWithOthersBetweenThem() {
            NewEvent first = event();
            NewEvent last = event();
            append(noStream(), List.of(first, event(), last));

            assertIdTaken(
                    stream,
                    any(),
                    List.of(first, last),
                    last.id(),
                    "it at version 3, where this append would have it at 2");
        }
    }

    @Nested
    class WritesEvents {

        @Test
        void asTheyWereGiven() {
            EventMetadata metadata = EventMetadata.none()
                    .withUserId("ada")
                    .withCorrelationId("c-1")
                    .withCausationId(UUID.fromString("01890a5d-ac96-774b-bcce-b302099a8057"))
                    .with("why", "a test");
            List<NewEvent> events = form.events().stream()
                    .map(event -> NewEvent.of(new JsonEvent("order-placed", 7, "{\"amount\": 12.50}"), metadata))
                    .toList();

            append(noStream(), events);

            assertThat(store.load(stream)).extracting(RecordedEvent::id).isEqualTo(ids(events));
            assertThat(store.load(stream)).allSatisfy(event -> {
                assertThat(event.stream()).isEqualTo(stream);
                assertThat(event.type()).isEqualTo("order-placed");
                assertThat(event.schemaVersion()).isEqualTo(7);
                assertThat(event.json()).isEqualTo("{\"amount\": 12.50}");
                assertThat(event.metadata().userId()).isEqualTo("ada");
                assertThat(event.metadata().correlationId()).isEqualTo("c-1");
                assertThat(event.metadata().causationId()).isEqualTo("01890a5d-ac96-774b-bcce-b302099a8057");
                assertThat(event.metadata().get("why")).isEqualTo("a test");
                assertThat(event)
                        .hasToString(
                                stream + "@" + event.version() + " order-placed (position " + event.position() + ")");
            });
        }

        @Test
        void withTheTimeOfTheServer() {
            Instant before = serverTime();
            append(noStream());
            Instant after = serverTime();

            assertThat(store.load(stream))
                    .extracting(RecordedEvent::createdAt)
                    .isSorted()
                    .allSatisfy(time -> assertThat(time).isBetween(before, after));
        }

        private Instant serverTime() {
            // The clock, which goes on inside a transaction, unlike current_timestamp.
            return requireNonNull(dsl.resultQuery("select clock_timestamp()").fetchSingle(0, OffsetDateTime.class))
                    .toInstant();
        }

        @Test
        void withoutGapsWhateverIsExpected() {
            append(noStream());
            append(any());
            append(streamExists());
            append(exactly(3L * form.size));
            AppendResult last = append(any());

            assertThat(last.lastVersion()).isEqualTo(5L * form.size);
            List<RecordedEvent> events = store.load(stream);
            assertThat(events)
                    .extracting(RecordedEvent::version)
                    .isEqualTo(LongStream.rangeClosed(1, last.lastVersion())
                            .boxed()
                            .toList());
            assertThat(events).extracting(RecordedEvent::position).isSorted().doesNotHaveDuplicates();
        }

        @Test
        void upToTheMostOfOneAppend() {
            List<NewEvent> events = Stream.generate(AppendTest::event)
                    .limit(StreamAppend.MAX_EVENTS)
                    .toList();

            assertWritten(append(noStream(), events), 1, events);
        }
    }
}
