package io.github.jooqeventstore;

import static io.github.jooqeventstore.ExpectedVersion.any;
import static io.github.jooqeventstore.ExpectedVersion.exactly;
import static io.github.jooqeventstore.ExpectedVersion.noStream;
import static io.github.jooqeventstore.Notes.note;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jooq.Configuration;
import org.jooq.DSLContext;
import org.jooq.ExecuteListener;
import org.jooq.conf.Settings;
import org.jooq.conf.StatementType;
import org.jooq.impl.DSL;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;

/** Text that means something to SQL, to JDBC, to jOOQ's templates or to JSON is only text, wherever it stands. */
@ParameterizedClass
@EnumSource(HostileTextTest.Way.class)
class HostileTextTest {

    /** The ways that statements take to the driver. */
    enum Way {
        JDBC,
        JOOQ_WITH_A_LISTENER,
        JOOQ_WITHOUT_BIND_VALUES;

        DSLContext of(DSLContext dsl) {
            Configuration listened = dsl.configuration().derive(new ExecuteListener() {});
            return switch (this) {
                case JDBC -> dsl;
                case JOOQ_WITH_A_LISTENER -> DSL.using(listened);
                case JOOQ_WITHOUT_BIND_VALUES ->
                    DSL.using(listened.derive(new Settings().withStatementType(StatementType.STATIC_STATEMENT)));
            };
        }
    }

    /** None of them blank, with control characters or over 255 characters: each may be a name. */
    static final List<String> TEXTS = List.of(
            "'",
            "''",
            "\"",
            "`",
            "\\",
            "\\'",
            "\\\\",
            "'; drop table event_store.events; --",
            "'; truncate event_store.streams cascade; --",
            "x' or '1'='1",
            "1; select pg_sleep(600)",
            "$$",
            "$1",
            "$body$; delete from events; $body$",
            "?",
            "??",
            "?1",
            "? and ?",
            ":name",
            "::text",
            ":1",
            "{0}",
            "{1}",
            "{0}{1}{2}",
            "{",
            "}",
            "{{",
            "{fn now()}",
            "{d '2026-01-01'}",
            "{call drop()}",
            "-- comment",
            "/* comment",
            "*/",
            "# comment",
            "%",
            "_",
            "%s%n",
            "${jndi:ldap://example.invalid/a}",
            "#{1+1}",
            "E'\\x41'",
            "U&'\\0041'",
            "\\u0000",
            "\\u0041",
            "{\"a\": 1}",
            "[1, 2]",
            "null",
            "NULL",
            "true",
            "0",
            "<script>alert(1)</script>",
            "../../etc/passwd",
            "(a,b)",
            "{a,\"b\"}",
            "=cmd",
            " leading and trailing ",
            "\u00a0no-break\u00a0",
            "e\u0301 and \u00e9",
            "\uD83D\uDE00\uD83D\uDC69\u200D\uD83D\uDC67",
            "\u202eright to left\u202c",
            "שלום עולם",
            "\u200b\ufeff",
            "\ufffe\uffff",
            "\uDBFF\uDFFF",
            "İıſ",
            "%' or stream_id like '%",
            "\\%\\_",
            "$.a ? (@ > 0)",
            "a.b[*]",
            "\u2066\u202dleft\u2069\u200f",
            "a\u2028b\u2029c",
            "\uD83D\uDE00".repeat(127),
            "'".repeat(255));

    /** What a name may not be, but what is said may. */
    static final List<String> PAYLOADS = List.of(
            "",
            " ",
            "\t\r\n",
            "\u0001\u001b[2J\u001f",
            "\u007f\u0085\u009f",
            "line\n'; drop table event_store.events;\n--",
            "\\".repeat(4_096),
            "\"".repeat(4_096),
            "'?{0}%\\\"$1\u202e\uD83D\uDE00\n".repeat(2_048));

    record Said(String text, Map<String, String> more) {}

    private static final EnumMap<Way, EventStore> STORES = new EnumMap<>(Way.class);

    private final EventStore store;

    /** Each way has a database of its own: the texts alone are the names. */
    HostileTextTest(Way way) {
        this.store = STORES.computeIfAbsent(
                way,
                first -> EventStore.using(
                        first.of(TestDatabase.migrated().dslOnOneConnection()),
                        EventTypes.none().with("said", Said.class)));
    }

    private void assertFinds(EventFilter filter, StreamId stream, RecordedEvent... events) {
        assertThat(store.query(EventQuery.where(filter.and(EventFilter.ofStream(stream)))))
                .containsExactly(events);
    }

    @ParameterizedTest
    @FieldSource("TEXTS")
    void isOnlyTextInEveryPlace(String text) {
        StreamId stream = StreamId.of(text);
        EventMetadata metadata = EventMetadata.of(text, "value").with("key", text);
        Said said = new Said(text, Map.of(text, text));

        assertThatThrownBy(() -> store.append(stream, exactly(7), new JsonEvent(text, "1")))
                .isInstanceOf(WrongExpectedVersionException.class)
                .hasMessage("stream " + text + ": expected version 7, found no stream");
        store.append(stream, noStream(), NewEvent.of(said, metadata));
        store.append(stream, any(), new JsonEvent(text, "1"), NewEvent.of(said, metadata));
        store.append(List.of(
                StreamAppend.of(StreamId.of("plain"), any(), new JsonEvent(text, "2")),
                StreamAppend.of(stream, exactly(3), NewEvent.of(said, metadata))));

        List<RecordedEvent> events = store.load(stream);
        assertThat(events)
                .hasSize(4)
                .allSatisfy(event -> assertThat(event.stream()).isEqualTo(stream));
        RecordedEvent first = events.get(0);
        RecordedEvent typed = events.get(1);
        RecordedEvent third = events.get(2);
        RecordedEvent last = events.get(3);
        assertThat(Stream.of(first, third, last))
                .allSatisfy(event -> assertThat(event.payload()).isEqualTo(said))
                .allSatisfy(event -> assertThat(event.metadata()).isEqualTo(metadata));
        assertThat(typed.type()).isEqualTo(text);
        assertThat(store.load(StreamId.of("plain")).getLast().type()).isEqualTo(text);
        assertThat(store.currentVersion(stream)).hasValue(4);
        assertFinds(EventFilter.ofTypes(text), stream, typed);
        assertFinds(EventFilter.streamPrefix(text), stream, first, typed, third, last);
        assertFinds(EventFilter.metadata("key", text), stream, first, third, last);
        assertFinds(EventFilter.metadata(text, "value"), stream, first, third, last);
        assertFinds(EventFilter.payload("text", text), stream, first, third, last);
        assertFinds(EventFilter.payload(List.of("more", text), text), stream, first, third, last);
        assertFinds(EventFilter.payloadContains(first.json()), stream, first, third, last);
    }

    @ParameterizedTest
    @FieldSource("PAYLOADS")
    void isOnlyTextInWhatIsSaid(String text) {
        StreamId stream = StreamId.of("said", UUID.randomUUID());
        EventMetadata metadata = EventMetadata.of(text, "value").with("key", text);
        Said said = new Said(text, Map.of(text, text));

        store.append(stream, noStream(), NewEvent.of(said, metadata));
        store.append(stream, exactly(1), note(2), NewEvent.of(said, metadata));

        List<RecordedEvent> events = store.load(stream);
        RecordedEvent first = events.getFirst();
        RecordedEvent last = events.getLast();
        assertThat(Stream.of(first, last))
                .allSatisfy(event -> assertThat(event.payload()).isEqualTo(said))
                .allSatisfy(event -> assertThat(event.metadata()).isEqualTo(metadata));
        assertFinds(EventFilter.metadata("key", text), stream, first, last);
        assertFinds(EventFilter.metadata(text, "value"), stream, first, last);
        assertFinds(EventFilter.payload("text", text), stream, first, last);
        assertFinds(EventFilter.payload(List.of("more", text), text), stream, first, last);
        assertFinds(EventFilter.payloadContains(first.json()), stream, first, last);
    }
}
