package io.github.jooqeventstore;

import static io.github.jooqeventstore.ExpectedVersion.any;
import static io.github.jooqeventstore.ExpectedVersion.exactly;
import static io.github.jooqeventstore.ExpectedVersion.noStream;
import static io.github.jooqeventstore.ExpectedVersion.streamExists;
import static io.github.jooqeventstore.schema.Tables.STREAMS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.jooq.impl.DSL.currentOffsetDateTime;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Appends to several streams, with one event a stream and with several, by themselves and in a caller's transaction. */
@ParameterizedClass
@EnumSource(AppendForm.class)
class AppendToSeveralStreamsTest {

    private static final DSLContext DSL = TestDatabase.migrated().dslOnOneConnection();
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final AppendForm form;
    private final EventStore store = EventStore.using(DSL);

    AppendToSeveralStreamsTest(AppendForm form) {
        this.form = form;
    }

    private static StreamId newStream() {
        return StreamId.of("account", NUMBER.incrementAndGet());
    }

    /** A stream that has two events. */
    private StreamId existing() {
        StreamId stream = newStream();
        store.append(stream, noStream(), new JsonEvent("given", "{}"), new JsonEvent("given", "{}"));
        return stream;
    }

    private StreamId archived() {
        StreamId stream = existing();
        DSL.update(STREAMS)
                .set(STREAMS.ARCHIVED_AT, currentOffsetDateTime())
                .where(STREAMS.STREAM_ID.eq(stream.value()))
                .execute();
        return stream;
    }

    private StreamAppend to(StreamId stream, ExpectedVersion expected) {
        return new StreamAppend(stream, expected, form.events());
    }

    private List<AppendResult> append(StreamAppend... appends) {
        return append(List.of(appends));
    }

    private List<AppendResult> append(List<StreamAppend> appends) {
        return form.run(DSL, to -> to.append(appends));
    }

    /** The events stand behind those that were there before, as the result says, positions rising with versions. */
    private void assertWritten(AppendResult result, StreamAppend append, long before) {
        int size = append.events().size();
        List<RecordedEvent> written =
                store.load(append.stream(), StreamSlice.forward().from(before + 1));
        assertThat(written)
                .extracting(RecordedEvent::id)
                .isEqualTo(append.events().stream().map(NewEvent::id).toList());
        assertThat(written)
                .extracting(RecordedEvent::version)
                .isEqualTo(LongStream.rangeClosed(before + 1, before + size)
                        .boxed()
                        .toList());
        assertThat(written).extracting(RecordedEvent::position).isSorted();
        assertThat(store.currentVersion(append.stream())).hasValue(before + size);
        assertThat(result)
                .isEqualTo(new AppendResult(
                        append.stream(),
                        before + 1,
                        before + size,
                        written.stream().map(RecordedEvent::position).toList(),
                        false));
    }

    private <E extends EventStoreException> E assertRefused(Class<E> type, List<StreamAppend> appends) {
        StoreContents before = StoreContents.of(DSL);
        E refusal = catchThrowableOfType(type, () -> append(appends));
        assertThat(refusal).isNotNull();
        assertThat(StoreContents.of(DSL)).isEqualTo(before);
        return refusal;
    }

    @Nested
    class WhoseExpectationsAllHold {

        @Test
        void isWrittenToEach() {
            StreamAppend created = to(newStream(), noStream());
            StreamAppend exact = to(existing(), exactly(2));
            StreamAppend somewhere = to(existing(), streamExists());
            StreamAppend anywhere = to(existing(), any());

            List<AppendResult> results = append(exact, created, anywhere, somewhere);

            assertThat(results).hasSize(4);
            assertWritten(results.get(0), exact, 2);
            assertWritten(results.get(1), created, 0);
            assertWritten(results.get(2), anywhere, 2);
            assertWritten(results.get(3), somewhere, 2);
        }

        @Test
        void isWrittenWhereSeveralStreamsAreNew() {
            StreamAppend first = to(newStream(), any());
            StreamAppend second = to(newStream(), noStream());
            StreamAppend third = to(newStream(), any());

            List<AppendResult> results = append(third, first, second);

            assertWritten(results.get(0), third, 0);
            assertWritten(results.get(1), first, 0);
            assertWritten(results.get(2), second, 0);
        }

        @Test
        void isWrittenWhereThePartsAreOfDifferentLength() {
            StreamAppend one = new StreamAppend(existing(), any(), List.of(NewEvent.of(new JsonEvent("one", "{}"))));
            StreamAppend more = new StreamAppend(
                    newStream(),
                    any(),
                    Stream.generate(() -> NewEvent.of(new JsonEvent("more", "{}")))
                            .limit(25)
                            .toList());

            List<AppendResult> results = append(more, one);

            assertWritten(results.get(0), more, 0);
            assertWritten(results.get(1), one, 2);
        }

        @Test
        void isWrittenToOneStreamAlone() {
            StreamAppend alone = to(newStream(), noStream());

            List<AppendResult> results = append(alone);

            assertThat(results).hasSize(1);
            assertWritten(results.getFirst(), alone, 0);
        }

        @Test
        void isWrittenToHundredsOfStreams() {
            List<StreamAppend> parts = new ArrayList<>();
            parts.addAll(IntStream.range(0, 150)
                    .mapToObj(n -> to(newStream(), n % 2 == 0 ? any() : noStream()))
                    .toList());
            append(parts);
            List<StreamAppend> all = new ArrayList<>(parts.stream()
                    .map(part -> to(part.stream(), exactly(form.size)))
                    .toList());
            all.addAll(IntStream.range(0, 150)
                    .mapToObj(n -> to(newStream(), any()))
                    .toList());
            Collections.shuffle(all, new Random(42));

            List<AppendResult> results = append(all);

            assertThat(results)
                    .extracting(AppendResult::stream)
                    .isEqualTo(all.stream().map(StreamAppend::stream).toList());
            for (int i = 0; i < all.size(); i++) {
                assertWritten(
                        results.get(i),
                        all.get(i),
                        all.get(i).expected() instanceof ExpectedVersion.Exactly exactly ? exactly.version() : 0);
            }
        }
    }

    @Nested
    class WithAnExpectationThatDoesNotHold {

        @Test
        void isWrittenToNone() {
            StreamId passed = existing();

            WrongExpectedVersionException refusal = assertRefused(
                    WrongExpectedVersionException.class,
                    List.of(to(newStream(), noStream()), to(existing(), exactly(2)), to(passed, exactly(1))));

            assertThat(refusal)
                    .hasMessage("stream " + passed + ": expected version 1, found version 2")
                    .hasNoCause();
            assertThat(refusal.stream()).isEqualTo(passed);
            assertThat(refusal.expected()).isEqualTo(exactly(1));
            assertThat(refusal.found()).hasValue(2);
        }

        @Test
        void isRefusedForAVersionOfAStreamThatIsNotThere() {
            StreamId absent = newStream();

            assertThat(assertRefused(
                            WrongExpectedVersionException.class,
                            List.of(to(existing(), any()), to(absent, exactly(1)))))
                    .hasMessage("stream " + absent + ": expected version 1, found no stream");
        }

        @Test
        void isRefusedForAStreamThatShouldExist() {
            StreamId absent = newStream();

            assertThat(assertRefused(
                            WrongExpectedVersionException.class,
                            List.of(to(newStream(), any()), to(absent, streamExists()))))
                    .hasMessage("stream " + absent + ": expected an existing stream, found no stream");
        }

        @Test
        void isRefusedForAStreamThatShouldNotExist() {
            StreamId present = existing();

            assertThat(assertRefused(
                            WrongExpectedVersionException.class,
                            List.of(to(present, noStream()), to(newStream(), noStream()))))
                    .hasMessage("stream " + present + ": expected no stream, found version 2");
        }

        @Test
        void isRefusedForAnArchivedStream() {
            StreamId closed = archived();

            StreamArchivedException refusal =
                    assertRefused(StreamArchivedException.class, List.of(to(newStream(), any()), to(closed, any())));

            assertThat(refusal)
                    .hasMessage("stream " + closed + ": expected a stream open for appends, found it archived");
        }

        @Test
        void namesTheFirstOfThem() {
            StreamId first = existing();
            StreamId second = existing();

            assertThat(assertRefused(
                            WrongExpectedVersionException.class,
                            List.of(to(existing(), any()), to(second, exactly(7)), to(first, noStream())))
                            .stream())
                    .isEqualTo(second);
            assertThat(assertRefused(
                            WrongExpectedVersionException.class,
                            List.of(to(first, noStream()), to(second, exactly(7)), to(archived(), any())))
                            .stream())
                    .isEqualTo(first);
        }

        @Test
        void isRefusedWhereAStreamIsNamedTwice() {
            StreamId twice = existing();

            InvalidInputException refusal = assertRefused(
                    InvalidInputException.class,
                    List.of(to(twice, any()), to(newStream(), any()), to(StreamId.of(twice.value()), any())));

            assertThat(refusal)
                    .hasMessage("append to 3 streams: must name each stream once, found stream " + twice + " twice");
        }
    }

    @Nested
    class AskedAgain {

        static Stream<List<ExpectedVersion>> expectations() {
            return Stream.of(
                    List.of(noStream(), exactly(2), streamExists()),
                    List.of(any(), any(), any()),
                    List.of(exactly(77), noStream(), exactly(1)));
        }

        @ParameterizedTest
        @MethodSource("expectations")
        void returnsTheFirstResultsWhateverIsExpected(List<ExpectedVersion> expected) {
            StreamAppend first = to(newStream(), noStream());
            StreamAppend second = to(existing(), exactly(2));
            StreamAppend third = to(existing(), any());
            List<AppendResult> results = append(first, second, third);
            store.append(second.stream(), any(), new JsonEvent("later", "{}"));
            StoreContents before = StoreContents.of(DSL);

            List<AppendResult> again = append(
                    new StreamAppend(first.stream(), expected.get(0), first.events()),
                    new StreamAppend(second.stream(), expected.get(1), second.events()),
                    new StreamAppend(third.stream(), expected.get(2), third.events()));

            assertThat(again)
                    .isEqualTo(results.stream()
                            .map(result -> new AppendResult(
                                    result.stream(),
                                    result.firstVersion(),
                                    result.lastVersion(),
                                    result.positions(),
                                    true))
                            .toList());
            assertThat(StoreContents.of(DSL)).isEqualTo(before);
        }

        @Test
        void isRefusedWhereOnlyAPartIsKnown() {
            StreamAppend known = to(newStream(), noStream());
            append(known);
            StreamAppend fresh = to(newStream(), noStream());

            EventIdAlreadyUsedException refusal =
                    assertRefused(EventIdAlreadyUsedException.class, List.of(known, fresh));

            assertThat(refusal.stream()).isEqualTo(fresh.stream());
            assertThat(known.events()).extracting(NewEvent::id).contains(refusal.eventId());
            assertThat(refusal)
                    .hasMessage("stream " + fresh.stream() + ": expected event id " + refusal.eventId()
                            + " to be new, found it stored by an append that had not all of these events");
        }

        @Test
        void isRefusedWhereTheEventsHaveChangedPlaces() {
            StreamAppend one = to(newStream(), any());
            StreamAppend other = to(newStream(), any());
            append(one, other);

            EventIdAlreadyUsedException refusal = assertRefused(
                    EventIdAlreadyUsedException.class,
                    List.of(
                            new StreamAppend(one.stream(), any(), other.events()),
                            new StreamAppend(other.stream(), any(), one.events())));

            assertThat(refusal.stream()).isEqualTo(one.stream());
            assertThat(refusal.eventId()).isEqualTo(other.events().getFirst().id());
            assertThat(refusal).hasMessageEndingWith("found it at version 1 of stream " + other.stream());
        }
    }
}
