package io.github.jooqeventstore;

import static io.github.jooqeventstore.schema.Tables.EVENTS;
import static io.github.jooqeventstore.schema.Tables.STREAMS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.jooq.impl.DSL.jsonbGetAttributeAsText;
import static org.jooq.impl.DSL.val;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.Predicate;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.JSONB;
import org.jooq.impl.DSL;

/** Any filter finds in the database what it means, told without SQL by {@link FilterOracle}. */
class QueryProperties {

    private static final List<String> STREAM_NAMES = List.of(
            "a",
            "A",
            "a%",
            "a_b",
            "a\\b",
            "ab",
            "a b",
            "a'b\"c",
            "aé",
            "a\uD7FF",
            "a\uE000",
            "a\uFFFF",
            "a" + Character.toString(Character.MAX_CODE_POINT),
            "a" + Character.toString(Character.MAX_CODE_POINT) + "z",
            Character.toString(Character.MAX_CODE_POINT),
            "b");
    private static final List<String> TYPES = List.of("placed", "shipped", "Placed", "pla%", "x' or true --", "\u05d0");
    private static final List<String> KEYS = List.of("user", "u'ser", "u\"ser", "?", "{0}", ":user", "");
    private static final List<String> VALUES =
            List.of("7", "7.50", "true", "", "null", "ada", "a'd\"a", "\\", "%", "{0}");

    /** What jsonb may hold where the library itself writes only text. */
    private static final List<String> JSON_VALUES = List.of(
            "\"7\"",
            "7",
            "7.50",
            "true",
            "null",
            "\"\"",
            "\"ada\"",
            "\"a'd\\\"a\"",
            "\"\\\\\"",
            "\"%\"",
            "\"{0}\"",
            "[]",
            "[7, \"ada\"]",
            "{}",
            "{\"user\": 7}",
            "{\"user\": {\"?\": \"ada\"}}");

    private static final Instant EPOCH = Instant.parse("2026-01-01T00:00:00Z");
    private static final int EVENT_COUNT = 200;

    private static final DSLContext CONTEXT = TestDatabase.migrated().dslOnOneConnection();
    private static final EventStore STORE =
            EventStore.builder(CONTEXT).pageSize(7).build();
    private static final List<RecordedEvent> ALL = fill();

    private static final Map<Condition, Predicate<RecordedEvent>> CONDITIONS = Map.of(
            EVENTS.VERSION.gt(3L), event -> event.version() > 3,
            EVENTS.POSITION.between(50L, 100L), event -> event.position() >= 50 && event.position() <= 100,
            EVENTS.EVENT_TYPE.likeIgnoreCase("PLA%"),
                    event -> event.type().toLowerCase(Locale.ROOT).startsWith("pla"),
            jsonbGetAttributeAsText(EVENTS.METADATA, val("user")).ne("7"),
                    event -> {
                        String user = event.metadata().get("user");
                        return user != null && !user.equals("null") && !user.equals("7");
                    },
            DSL.noCondition(), event -> true,
            DSL.falseCondition(), event -> false);

    private static final FilterOracle ORACLE = new FilterOracle(CONDITIONS);

    /** Also rows that other programs have written, with moments of their own. */
    private static List<RecordedEvent> fill() {
        Random random = new Random(20260101);
        var events = CONTEXT.insertInto(
                EVENTS,
                EVENTS.STREAM_ID,
                EVENTS.VERSION,
                EVENTS.EVENT_ID,
                EVENTS.EVENT_TYPE,
                EVENTS.EVENT_DATA,
                EVENTS.METADATA,
                EVENTS.CREATED_AT);
        long[] versions = new long[STREAM_NAMES.size()];
        for (int n = 0; n < EVENT_COUNT; n++) {
            int stream = n % STREAM_NAMES.size();
            events = events.values(
                    STREAM_NAMES.get(stream),
                    ++versions[stream],
                    UUID.randomUUID(),
                    anyOf(TYPES, random),
                    JSONB.valueOf(random.nextInt(10) == 0 ? anyOf(JSON_VALUES, random) : object(random)),
                    JSONB.valueOf(random.nextInt(20) == 0 ? anyOf(JSON_VALUES, random) : object(random)),
                    EPOCH.plusNanos(1_000L * random.nextInt(20)).atOffset(ZoneOffset.UTC));
        }
        events.execute();
        for (int stream = 0; stream < versions.length; stream++) {
            CONTEXT.insertInto(STREAMS, STREAMS.STREAM_ID, STREAMS.VERSION)
                    .values(STREAM_NAMES.get(stream), versions[stream])
                    .execute();
        }
        return STORE.query(EventQuery.where(EventFilter.everything()));
    }

    private static <T> T anyOf(List<T> values, Random random) {
        return values.get(random.nextInt(values.size()));
    }

    private static String object(Random random) {
        StringBuilder json = new StringBuilder("{");
        for (String key : KEYS) {
            if (random.nextInt(3) == 0) {
                json.append(json.length() == 1 ? "" : ", ")
                        .append('"')
                        .append(key.replace("\"", "\\\""))
                        .append("\": ")
                        .append(anyOf(JSON_VALUES, random));
            }
        }
        return json.append('}').toString();
    }

    @Property(tries = 400, edgeCases = EdgeCasesMode.NONE)
    void filtersFindWhatTheyMean(@ForAll("filters") EventFilter filter) {
        List<RecordedEvent> expected =
                ALL.stream().filter(event -> ORACLE.holds(filter, event)).toList();

        assertThat(positions(STORE.query(EventQuery.where(filter)))).isEqualTo(positions(expected));
    }

    @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
    void partsOfAnAnswerAreThoseOfTheWhole(
            @ForAll("filters") EventFilter filter,
            @ForAll boolean newestFirst,
            @ForAll("positions") long from,
            @ForAll("limits") long limit) {
        List<RecordedEvent> found = STORE.query(EventQuery.where(filter));
        EventQuery query = newestFirst
                ? EventQuery.where(filter).newestFirst().from(from).limit(limit)
                : EventQuery.where(filter).from(from).limit(limit);
        List<RecordedEvent> expected = (newestFirst ? found.reversed() : found)
                .stream()
                        .filter(event -> newestFirst ? event.position() <= from : event.position() >= from)
                        .limit(limit)
                        .toList();

        assertThat(positions(STORE.query(query))).isEqualTo(positions(expected));
        assertThat(positions(STORE.queryLazily(query).toList())).isEqualTo(positions(expected));
    }

    private static List<Long> positions(List<RecordedEvent> events) {
        return events.stream().map(RecordedEvent::position).toList();
    }

    @Provide
    Arbitrary<Long> positions() {
        return Arbitraries.oneOf(Arbitraries.longs().between(0, EVENT_COUNT + 5), Arbitraries.just(Long.MAX_VALUE));
    }

    @Provide
    Arbitrary<Long> limits() {
        return Arbitraries.oneOf(Arbitraries.longs().between(1, 30), Arbitraries.just(Long.MAX_VALUE));
    }

    @Provide
    Arbitrary<EventFilter> filters() {
        return filters(3);
    }

    private static Arbitrary<EventFilter> filters(int depth) {
        if (depth == 0) {
            return simple();
        }
        Arbitrary<List<EventFilter>> several =
                Arbitraries.lazy(() -> filters(depth - 1)).list().ofMaxSize(3);
        return Arbitraries.frequencyOf(
                Tuple.of(2, simple()),
                Tuple.of(1, several.map(EventFilter.And::new)),
                Tuple.of(1, several.map(EventFilter.Or::new)),
                Tuple.of(1, filters(depth - 1).map(EventFilter::not)));
    }

    private static Arbitrary<EventFilter> simple() {
        Arbitrary<String> keys = Arbitraries.of(KEYS);
        Arbitrary<String> values = Arbitraries.of(VALUES);
        Arbitrary<Instant> moments =
                Arbitraries.integers().between(-100, 20_100).map(EPOCH::plusNanos);
        return Arbitraries.oneOf(
                Arbitraries.just(EventFilter.everything()),
                Arbitraries.of(STREAM_NAMES).map(name -> EventFilter.ofStream(StreamId.of(name))),
                Combinators.combine(
                                Arbitraries.of(STREAM_NAMES),
                                Arbitraries.integers().between(1, 3))
                        .as(QueryProperties::prefix),
                Arbitraries.of(TYPES).set().ofMaxSize(3).map(EventFilter.OfTypes::new),
                moments.map(EventFilter::createdFrom),
                moments.map(EventFilter::createdBefore),
                Combinators.combine(moments, moments).as(EventFilter::createdBetween),
                Combinators.combine(keys, values).as(EventFilter::metadata),
                Combinators.combine(keys.list().ofMinSize(1).ofMaxSize(3), values)
                        .as(EventFilter::payload),
                Arbitraries.of(JSON_VALUES).map(EventFilter::payloadContains),
                Combinators.combine(Arbitraries.of(KEYS.subList(0, 1)), Arbitraries.of(JSON_VALUES))
                        .as((key, value) -> EventFilter.payloadContains("{\"" + key + "\": " + value + "}")),
                Arbitraries.of(List.copyOf(CONDITIONS.keySet())).map(EventFilter::matching));
    }

    private static EventFilter prefix(String name, int characters) {
        int end = name.offsetByCodePoints(0, Math.min(characters, name.codePointCount(0, name.length())));
        return EventFilter.streamPrefix(name.substring(0, end));
    }
}
