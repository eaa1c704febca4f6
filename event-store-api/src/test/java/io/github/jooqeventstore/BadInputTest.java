package io.github.jooqeventstore;

import static io.github.jooqeventstore.ExpectedVersion.any;
import static io.github.jooqeventstore.ExpectedVersion.exactly;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.sql.Connection;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jooq.Configuration;
import org.jooq.ConnectionProvider;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.jooq.impl.DefaultConfiguration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused before a connection is asked for, since there is none to be had here; and what is just not refused. */
class BadInputTest {

    private static final String NUL = "\0";
    private static final String HIGH_SURROGATE = "\uD83D";
    private static final String LOW_SURROGATE = "\uDE00";

    /** Fails the test with an error of its own when anything is to be sent. */
    private static final DSLContext UNREACHABLE =
            DSL.using(new DefaultConfiguration().set(SQLDialect.POSTGRES).set(new ConnectionProvider() {
                @Override
                public Connection acquire() {
                    throw new AssertionError("expected no statement, found that a connection was asked for");
                }

                @Override
                public void release(Connection connection) {}
            }));

    record Note(String text, Map<String, String> more) {}

    private static final EventStore STORE =
            EventStore.using(UNREACHABLE, EventTypes.none().with("note", Note.class));
    private static final StreamId STREAM = StreamId.of("order-1");
    private static final JsonEvent EVENT = new JsonEvent("placed", "{}");

    /** A null where the compiler expects none: callers may be without its checks. */
    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
    private static <T> T absent() {
        return null;
    }

    private static void assertRefused(ThrowingCallable call, String message) {
        InvalidInputException refusal = catchThrowableOfType(InvalidInputException.class, call);
        assertThat(refusal).hasMessage(message).hasNoCause();
        assertThat(message).startsWith(refusal.subject() + ": ");
    }

    @Nested
    class Null {

        static Stream<Arguments> calls() {
            NewEvent event = NewEvent.of(EVENT);
            return Stream.of(
                    call("stream id: must not be null", () -> StreamId.of(BadInputTest.<String>absent())),
                    call("stream order: id must not be null", () -> StreamId.of("order", absent())),
                    call("stream category: must not be null", () -> StreamId.of(absent(), 1)),
                    call("append: stream must not be null", () -> STORE.append(BadInputTest.<StreamAppend>absent())),
                    call(
                            "append: streams must not be null",
                            () -> STORE.append(BadInputTest.<List<StreamAppend>>absent())),
                    call(
                            "append: one of the streams must not be null",
                            () -> STORE.append(Arrays.asList(StreamAppend.of(STREAM, any(), EVENT), absent()))),
                    call("append: stream must not be null", () -> STORE.append(absent(), any(), EVENT)),
                    call(
                            "append to stream order-1: expected version must not be null",
                            () -> STORE.append(STREAM, absent(), EVENT)),
                    call(
                            "append: events must not be null",
                            () -> STORE.append(STREAM, any(), BadInputTest.<Object[]>absent())),
                    call(
                            "append: events must not be null",
                            () -> STORE.append(STREAM, any(), BadInputTest.<List<?>>absent())),
                    call("new event: payload must not be null", () -> STORE.append(STREAM, any(), EVENT, absent())),
                    call(
                            "new event: payload must not be null",
                            () -> STORE.append(STREAM, any(), Collections.singletonList(absent()))),
                    call(
                            "append to stream order-1: event must not be null",
                            () -> new StreamAppend(STREAM, any(), Collections.singletonList(absent()))),
                    call("new event: id must not be null", () -> event.withId(absent())),
                    call("new event: metadata must not be null", () -> event.withMetadata(absent())),
                    call("new event: payload must not be null", () -> NewEvent.of(absent())),
                    call("event type: must not be null", () -> new JsonEvent(absent(), "{}")),
                    call("event type placed: json must not be null", () -> new JsonEvent("placed", absent())),
                    call("event metadata: entries must not be null", () -> new EventMetadata(absent())),
                    call("event metadata: key must not be null", () -> EventMetadata.of(absent(), "1")),
                    call("event metadata a: value must not be null", () -> EventMetadata.of("a", absent())),
                    call(
                            "event metadata causation_id: value must not be null",
                            () -> EventMetadata.none().withCausationId(BadInputTest.<UUID>absent())),
                    call("load: stream must not be null", () -> STORE.load(absent())),
                    call("load: slice must not be null", () -> STORE.load(STREAM, absent())),
                    call("load: stream must not be null", () -> STORE.loadLazily(absent(), StreamSlice.forward())),
                    call("load: slice must not be null", () -> STORE.loadLazily(STREAM, absent())),
                    call("slice: direction must not be null", () -> new StreamSlice(absent(), 1, 1)),
                    call("current version: stream must not be null", () -> STORE.currentVersion(absent())),
                    call("query: query must not be null", () -> STORE.query(absent())),
                    call("query: query must not be null", () -> STORE.queryLazily(absent())),
                    call("event query: filter must not be null", () -> EventQuery.where(absent())),
                    call(
                            "event query: direction must not be null",
                            () -> new EventQuery(EventFilter.everything(), absent(), 0, 1)),
                    call("event filter: stream must not be null", () -> EventFilter.ofStream(absent())),
                    call("stream prefix: must not be null", () -> EventFilter.streamPrefix(absent())),
                    call(
                            "event filter: types must not be null",
                            () -> EventFilter.ofTypes(BadInputTest.<String[]>absent())),
                    call(
                            "event filter: types must not be null",
                            () -> EventFilter.ofTypes(BadInputTest.<List<String>>absent())),
                    call("event type: must not be null", () -> EventFilter.ofTypes("placed", absent())),
                    call("event filter: types must not be null", () -> new EventFilter.OfTypes(absent())),
                    call(
                            "event type: must not be null",
                            () -> new EventFilter.OfTypes(Collections.singleton(absent()))),
                    call("event metadata: key must not be null", () -> EventFilter.metadata(absent(), "1")),
                    call("event metadata a: value must not be null", () -> EventFilter.metadata("a", absent())),
                    call(
                            "payload filter: key must not be null",
                            () -> EventFilter.payload(BadInputTest.<String>absent(), "1")),
                    call(
                            "payload filter: path must not be null",
                            () -> EventFilter.payload(BadInputTest.<List<String>>absent(), "1")),
                    call(
                            "payload filter: key must not be null",
                            () -> EventFilter.payload(Arrays.asList("a", absent()), "1")),
                    call("payload filter: value must not be null", () -> EventFilter.payload("a", absent())),
                    call("payload filter: json must not be null", () -> EventFilter.payloadContains(absent())),
                    call("event filter: condition must not be null", () -> EventFilter.matching(absent())),
                    call("event filter: filters must not be null", () -> new EventFilter.And(absent())),
                    call(
                            "event filter: one of the filters must not be null",
                            () -> EventFilter.everything().and(absent())),
                    call(
                            "event filter: one of the filters must not be null",
                            () -> EventFilter.everything().or(absent())),
                    call("event filter: filter must not be null", () -> new EventFilter.Not(absent())),
                    call(
                            "event types: classes must not be null",
                            () -> EventTypes.of(BadInputTest.<Class<?>[]>absent())),
                    call("event types: class must not be null", () -> EventTypes.of(BadInputTest.<Class<?>>absent())),
                    call(
                            "event type note: class must not be null",
                            () -> EventTypes.none().with("note", absent())),
                    call(
                            "event filter: class must not be null",
                            () -> EventTypes.none().filter(BadInputTest.<Class<?>>absent())),
                    call("event store: jOOQ context must not be null", () -> EventStore.using(absent())),
                    call("event store: types must not be null", () -> EventStore.using(UNREACHABLE, absent())),
                    call(
                            "event store: serializer must not be null",
                            () -> EventStore.builder(UNREACHABLE).serializer(absent())),
                    call(
                            "event store: configuration must not be null",
                            () -> STORE.in(BadInputTest.<Configuration>absent())),
                    call(
                            "event store: jOOQ context must not be null",
                            () -> STORE.in(BadInputTest.<DSLContext>absent())),
                    call("event store: connection must not be null", () -> STORE.in(BadInputTest.<Connection>absent())),
                    call("event serializer: mapper must not be null", () -> new JacksonEventSerializer(absent())));
        }

        private static Arguments call(String message, ThrowingCallable call) {
            return arguments(message, call);
        }

        @ParameterizedTest(name = "{0}")
        @MethodSource("calls")
        void isRefused(String message, ThrowingCallable call) {
            assertRefused(call, message);
        }
    }

    @Nested
    class AName {

        static Stream<Arguments> names() {
            return Stream.of(
                    arguments("", "must not be empty or blank"),
                    arguments(" ", "must not be empty or blank"),
                    arguments("\t\n\u2003", "must not be empty or blank"),
                    arguments("x".repeat(256), "must have at most 255 characters, found 256"),
                    arguments("a" + NUL, "must not hold control characters, found U+0000"),
                    arguments("a\nb", "must not hold control characters, found U+000A"),
                    arguments("a\u007F", "must not hold control characters, found U+007F"),
                    arguments("a\u0085", "must not hold control characters, found U+0085"),
                    arguments("a" + HIGH_SURROGATE, "must not hold a lone surrogate, found U+D83D"),
                    arguments(LOW_SURROGATE + "a", "must not hold a lone surrogate, found U+DE00"),
                    arguments(LOW_SURROGATE + HIGH_SURROGATE, "must not hold a lone surrogate, found U+DE00"));
        }

        @ParameterizedTest
        @MethodSource("names")
        void isRefusedOfAStreamAndOfAType(String name, String finding) {
            assertRefused(() -> StreamId.of(name), "stream id: " + finding);
            assertRefused(() -> new StreamId(name), "stream id: " + finding);
            assertRefused(() -> StreamId.of(name, 7), "stream category: " + finding);
            assertRefused(() -> new JsonEvent(name, "{}"), "event type: " + finding);
            assertRefused(() -> EventTypes.none().with(name, Note.class), "event type: " + finding);
            assertRefused(() -> EventFilter.ofTypes("placed", name), "event type: " + finding);
            assertRefused(() -> new EventFilter.OfTypes(Set.of(name)), "event type: " + finding);
            assertRefused(() -> EventFilter.streamPrefix(name), "stream prefix: " + finding);
        }

        @Test
        void isRefusedWhereCategoryAndIdAreTooLongTogether() {
            assertRefused(
                    () -> StreamId.of("x".repeat(200), "y".repeat(55)),
                    "stream id: must have at most 255 characters, found 256");
        }
    }

    @Nested
    class ANumber {

        static Stream<Arguments> calls() {
            return Stream.of(
                    arguments(
                            "expected version: must be 1 or more, found 0; for a stream without events expect no stream",
                            (ThrowingCallable) () -> exactly(0)),
                    arguments(
                            "expected version: must be 1 or more, found -1; for a stream without events expect no stream",
                            (ThrowingCallable) () -> exactly(-1)),
                    arguments(
                            "expected version: must be at most 9223372034707292160, found 9223372036854775807",
                            (ThrowingCallable) () -> exactly(Long.MAX_VALUE)),
                    arguments("slice: version must be 1 or more, found 0", (ThrowingCallable)
                            () -> StreamSlice.forward().from(0)),
                    arguments("slice: limit must be 1 or more, found 0", (ThrowingCallable)
                            () -> StreamSlice.backward().limit(0)),
                    arguments("event query: position must not be negative, found -1", (ThrowingCallable)
                            () -> EventQuery.where(EventFilter.everything()).from(-1)),
                    arguments("event query: limit must be 1 or more, found 0", (ThrowingCallable)
                            () -> EventQuery.where(EventFilter.everything()).limit(0)),
                    arguments("event type placed: schema version must be 1 or more, found 0", (ThrowingCallable)
                            () -> new JsonEvent("placed", 0, "{}")),
                    arguments("event type note: schema version must be 1 or more, found -7", (ThrowingCallable)
                            () -> EventTypes.none().with("note", -7, Note.class)),
                    arguments("event store: a page must have 1 event or more, found 0", (ThrowingCallable)
                            () -> EventStore.builder(UNREACHABLE).pageSize(0)),
                    arguments("event store: payloads must be allowed 2 bytes or more, found 1", (ThrowingCallable)
                            () -> EventStore.builder(UNREACHABLE).maxPayloadBytes(1)));
        }

        @ParameterizedTest(name = "{0}")
        @MethodSource("calls")
        void outOfRangeIsRefused(String message, ThrowingCallable call) {
            assertRefused(call, message);
        }
    }

    @Nested
    class AnAppend {

        @Test
        void withoutEventsIsRefused() {
            assertRefused(() -> STORE.append(STREAM, any()), "append to stream order-1: must have events, found none");
            assertRefused(
                    () -> STORE.append(STREAM, any(), List.of()),
                    "append to stream order-1: must have events, found none");
        }

        @Test
        void withoutStreamsIsRefused() {
            assertRefused(() -> STORE.append(List.of()), "append: must name a stream, found none");
        }

        @Test
        void ofTooManyEventsIsRefused() {
            assertRefused(
                    () -> STORE.append(STREAM, any(), Collections.nCopies(10_001, EVENT)),
                    "append to stream order-1: must have at most 10000 events, found 10001");
        }

        @Test
        void ofAnEventTwiceIsRefused() {
            NewEvent twice = NewEvent.of(EVENT);

            assertRefused(
                    () -> STORE.append(STREAM, any(), twice, NewEvent.of(EVENT), twice),
                    "event 3 of stream order-1: must have an id of its own, found " + twice.id()
                            + " twice in one append");
            assertRefused(
                    () -> STORE.append(List.of(
                            StreamAppend.of(STREAM, any(), twice),
                            StreamAppend.of(StreamId.of("order-2"), any(), twice))),
                    "event 1 of stream order-2: must have an id of its own, found " + twice.id()
                            + " twice in one append");
        }

        @Test
        void thatIsTooLongForOneMessageIsRefused() {
            String eightMillion = "[" + " ".repeat((8 << 20) - 2) + "]";
            EventStore generous =
                    EventStore.builder(UNREACHABLE).maxPayloadBytes(8 << 20).build();

            assertRefused(
                    () -> generous.append(STREAM, any(), Collections.nCopies(33, new JsonEvent("long", eightMillion))),
                    "append: must have at most 268435456 characters of payload and metadata, found more");
        }

        @Test
        void ofAnotherDatabaseIsRefused() {
            assertRefused(
                    () -> EventStore.using(DSL.using(SQLDialect.H2)),
                    "event store: must be given dialect POSTGRES, found H2");
            assertRefused(
                    () -> STORE.in(new DefaultConfiguration()),
                    "event store: must be given dialect POSTGRES, found DEFAULT");
        }
    }

    @Nested
    class Json {

        private static final String SURROGATE = "must not hold a lone surrogate, found ";
        private static final String BROKEN =
                "must be JSON that can be read back, found StreamReadException at line 1, column ";
        private static final String CUT_OFF =
                "must be JSON that can be read back, found UnexpectedEndOfInputException at line 1, column ";
        private static final String LIMITED = "must be JSON that can be read back, found StreamConstraintsException";
        private static final String DIGITS = "must hold no number of more than 1000 digits, found one ";

        static Stream<Arguments> texts() {
            return Stream.of(
                    arguments("", "must be one JSON value, found none"),
                    arguments(" \n", "must be one JSON value, found none"),
                    arguments("{} {}", "must be one JSON value, found more"),
                    arguments("1 2", "must be one JSON value, found more"),
                    arguments("{}x", BROKEN + 3),
                    arguments("{", CUT_OFF + 2),
                    arguments("[1,", BROKEN + 4),
                    arguments("\"text", CUT_OFF + 6),
                    arguments("[1,]", BROKEN + 4),
                    arguments("{a: 1}", BROKEN + 2),
                    arguments("'a'", BROKEN + 1),
                    arguments("01", BROKEN + 2),
                    arguments("NaN", BROKEN + 4),
                    arguments("// comment\n1", BROKEN + 1),
                    arguments("\uFEFF{}", BROKEN + 1),
                    arguments("\"\t\"", BROKEN + 2),
                    arguments("{\"a\": 1, \"a\": 2}", BROKEN + 13),
                    arguments("{\"a\": 1, \"\\u0061\": 2}", BROKEN + 18),
                    arguments("{\"b\": {\"a\": 1, \"a\": 2}}", BROKEN + 19),
                    arguments("\"\\u0000\"", "must not hold the character NUL (U+0000)"),
                    arguments("{\"a\\u0000\": 1}", "must not hold the character NUL (U+0000)"),
                    arguments("[[\"" + NUL + "\"]]", "must not hold the character NUL (U+0000)"),
                    arguments("\"\\ud83d\"", SURROGATE + "U+D83D"),
                    arguments("\"\\ude00\\ud83d\"", SURROGATE + "U+DE00"),
                    arguments("\"" + HIGH_SURROGATE + "\"", SURROGATE + "U+D83D"),
                    arguments("1e131071", DIGITS + "that is written out with 131072"),
                    arguments("[-1e-1100]", DIGITS + "that is written out with 1101"),
                    arguments("1e1000", DIGITS + "that is written out with 1001"),
                    arguments("1e-1000", DIGITS + "that is written out with 1001"),
                    arguments("0." + "1".repeat(1_000), DIGITS + "that is written out with 1001"),
                    arguments("1e99999999999", DIGITS + "with an exponent out of range"),
                    arguments("1e-99999999999", DIGITS + "with an exponent out of range"),
                    arguments("1".repeat(1_001), LIMITED),
                    arguments("[".repeat(501) + "]".repeat(501), LIMITED),
                    arguments("{\"" + "k".repeat(50_001) + "\": 1}", LIMITED));
        }

        @ParameterizedTest
        @MethodSource("texts")
        void thatCouldNotBeReadBackIsRefused(String json, String finding) {
            assertRefused(
                    () -> STORE.append(STREAM, any(), EVENT, new JsonEvent("placed", json)),
                    "event 2 of stream order-1: " + finding);
            assertRefused(() -> EventFilter.payloadContains(json), "payload filter: " + finding);
        }

        @Test
        void overTheLimitIsRefused() {
            assertRefused(
                    () -> STORE.append(STREAM, any(), new JsonEvent("long", "\"" + "x".repeat((1 << 20) - 1) + "\"")),
                    "event 1 of stream order-1: must have at most 1048576 bytes, found 1048577");
            EventStore narrow =
                    EventStore.builder(UNREACHABLE).maxPayloadBytes(10).build();
            assertRefused(
                    () -> narrow.append(
                            STREAM, any(), new JsonEvent("long", "\"éé€" + HIGH_SURROGATE + LOW_SURROGATE + "\"")),
                    "event 1 of stream order-1: must have at most 10 bytes, found 13");
        }
    }

    @Nested
    class APayload {

        @ParameterizedTest
        @ValueSource(strings = {NUL, "a" + NUL + "b"})
        void withNulIsRefused(String text) {
            String message = "event 1 of stream order-1: must not hold the character NUL (U+0000)";
            assertRefused(() -> STORE.append(STREAM, any(), new Note(text, Map.of())), message);
            assertRefused(() -> STORE.append(STREAM, any(), new Note("", Map.of("key", text))), message);
            assertRefused(() -> STORE.append(STREAM, any(), new Note("", Map.of(text, "value"))), message);
        }

        @Test
        void withHalfOfASurrogatePairIsRefused() {
            String message = "event 1 of stream order-1: must not hold a lone surrogate, found U+D83D";
            String half = "a" + HIGH_SURROGATE + "b";
            assertRefused(() -> STORE.append(STREAM, any(), new Note(half, Map.of())), message);
            assertRefused(() -> STORE.append(STREAM, any(), new Note("", Map.of(half, half))), message);
        }
    }

    @Nested
    class Metadata {

        @Test
        void thatPostgresCannotStoreIsRefused() {
            assertRefused(
                    () -> EventMetadata.of("a" + NUL, "1"),
                    "event metadata key: must not hold the character NUL (U+0000)");
            assertRefused(
                    () -> EventMetadata.none().withUserId(NUL),
                    "event metadata user_id: must not hold the character NUL (U+0000)");
            assertRefused(
                    () -> new EventMetadata(Map.of("a", LOW_SURROGATE)),
                    "event metadata a: must not hold a lone surrogate, found U+DE00");
            Map<String, String> withNull = new HashMap<>();
            withNull.put("a", null);
            assertRefused(() -> new EventMetadata(withNull), "event metadata a: value must not be null");
        }

        @Test
        void overTheLimitIsRefused() {
            EventMetadata large = EventMetadata.of("a", "x".repeat(1 << 20));

            assertRefused(
                    () -> STORE.append(STREAM, any(), NewEvent.of(EVENT, large)),
                    "metadata of event 1 of stream order-1: must have at most 1048576 bytes, found 1048584");
        }

        @Test
        void ofAFilterIsRefusedAlike() {
            assertRefused(
                    () -> EventFilter.metadata(NUL, "1"),
                    "event metadata key: must not hold the character NUL (U+0000)");
            assertRefused(
                    () -> EventFilter.payload("a", HIGH_SURROGATE),
                    "payload filter: must not hold a lone surrogate, found U+D83D");
            assertRefused(
                    () -> EventFilter.payload(List.of("a", NUL), "1"),
                    "payload filter: must not hold the character NUL (U+0000)");
            assertRefused(
                    () -> EventFilter.payload(List.of(), "1"), "payload filter: path must have a key, found none");
        }
    }

    /** On a real database, as far as the refusals above let it. */
    @Nested
    class JustWithinTheLimits {

        private static final DSLContext DATABASE = TestDatabase.migrated().dslOnOneConnection();

        private final EventStore store = EventStore.using(DATABASE);

        static Stream<String> texts() {
            return Stream.of(
                    "\"" + "x".repeat((1 << 20) - 2) + "\"",
                    "\"" + (HIGH_SURROGATE + LOW_SURROGATE).repeat((1 << 18) - 1) + "xx\"",
                    "[".repeat(500) + "]".repeat(500),
                    "{\"" + "k".repeat(50_000) + "\": 1}",
                    "[" + "1".repeat(1_000) + ", -0." + "1".repeat(999) + ", 1e999, -1e-999, 0e-999, 1e2]");
        }

        @ParameterizedTest
        @MethodSource("texts")
        void jsonIsStoredAndReadBack(String json) {
            StreamId stream = StreamId.of("limit", UUID.randomUUID());

            store.append(stream, any(), new JsonEvent("large", json));

            RecordedEvent event = store.load(stream).getFirst();
            Object read = event.payload(Object.class);
            store.append(stream, any(), new JsonEvent("again", event.json()));
            assertThat(store.load(stream).getLast().payload(Object.class)).isEqualTo(read);
        }

        @ParameterizedTest
        @ValueSource(strings = {"x", "é", "€", "\u4E16"})
        void namesAreStored(String character) {
            StreamId stream = StreamId.of(character.repeat(255));

            store.append(stream, any(), new JsonEvent(character.repeat(255), "{}"));

            assertThat(store.load(stream).getFirst().type()).isEqualTo(character.repeat(255));
            assertThat(store.query(EventQuery.where(EventFilter.streamPrefix(character.repeat(255)))))
                    .hasSize(1);
        }

        @Test
        void aStreamIsExpectedAtTheHighestVersion() {
            StreamId stream = StreamId.of("limit", UUID.randomUUID());

            assertThat(catchThrowableOfType(
                            WrongExpectedVersionException.class,
                            () -> store.append(stream, exactly(ExpectedVersion.MAX_VERSION), EVENT)))
                    .hasMessageEndingWith("found no stream");
        }
    }
}
