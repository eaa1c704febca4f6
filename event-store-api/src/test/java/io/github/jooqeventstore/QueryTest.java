package io.github.jooqeventstore;

import static io.github.jooqeventstore.EventFilter.createdBefore;
import static io.github.jooqeventstore.EventFilter.createdBetween;
import static io.github.jooqeventstore.EventFilter.createdFrom;
import static io.github.jooqeventstore.EventFilter.everything;
import static io.github.jooqeventstore.EventFilter.matching;
import static io.github.jooqeventstore.EventFilter.metadata;
import static io.github.jooqeventstore.EventFilter.ofStream;
import static io.github.jooqeventstore.EventFilter.ofTypes;
import static io.github.jooqeventstore.EventFilter.payload;
import static io.github.jooqeventstore.EventFilter.payloadContains;
import static io.github.jooqeventstore.EventFilter.streamPrefix;
import static io.github.jooqeventstore.ExpectedVersion.any;
import static io.github.jooqeventstore.schema.Tables.EVENTS;
import static io.github.jooqeventstore.schema.Tables.STREAMS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.jsonbGetAttributeAsText;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.table;
import static org.jooq.impl.DSL.val;
import static org.jooq.impl.SQLDataType.CLOB;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

/** What filters and queries find; {@link QueryProperties} compares any of them with what they mean. */
class QueryTest {

    private static final DSLContext DSL = TestDatabase.migrated().dslOnOneConnection();

    private final EventStore store = EventStore.using(DSL);

    private final Instant before = Instant.now().minusSeconds(3600);
    private final RecordedEvent placed = append(
            "order-1",
            "placed",
            "{\"customer\": {\"name\": \"Ada\", \"city\": \"Köln\"}, \"amount\": 12.50, \"paid\": false, \"gift\": null}",
            EventMetadata.none().withUserId("ada").with("it's \"quoted\" \\ so", "7"));
    private final RecordedEvent shipped = append("order-1", "shipped", "{\"parcel\": 7}", EventMetadata.none());
    private final RecordedEvent other = append(
            "invoice-1",
            "sent",
            "{\"amount\": 12.5, \"lines\": [1, 2]}",
            EventMetadata.none().withUserId("bob"));

    private RecordedEvent append(String stream, String type, String json, EventMetadata metadata) {
        StreamId id = StreamId.of(getClass().getSimpleName() + System.nanoTime() + "/" + stream);
        store.append(id, any(), NewEvent.of(new JsonEvent(type, json), metadata));
        return store.load(id).getLast();
    }

    /** Of the events that this test has made. */
    private List<RecordedEvent> found(EventFilter filter) {
        return store.query(EventQuery.where(filter).from(placed.position()));
    }

    @Nested
    class AFilter {

        @Test
        void findsEverything() {
            assertThat(found(everything())).containsExactly(placed, shipped, other);
        }

        @Test
        void findsTheEventsOfAStream() {
            assertThat(found(ofStream(placed.stream()))).containsExactly(placed);
            assertThat(found(ofStream(StreamId.of("not-there")))).isEmpty();
        }

        @Test
        void findsTheEventsOfTypes() {
            assertThat(found(ofTypes("shipped", "placed"))).containsExactly(placed, shipped);
            assertThat(found(ofTypes("Placed"))).isEmpty();
            assertThat(found(new EventFilter.OfTypes(Set.of()))).isEmpty();
            assertThat(found(ofTypes())).isEmpty();
        }

        @Test
        void findsMetadata() {
            assertThat(found(metadata("user_id", "ada"))).containsExactly(placed);
            assertThat(found(metadata("it's \"quoted\" \\ so", "7"))).containsExactly(placed);
            assertThat(found(metadata("user_id", "ADA"))).isEmpty();
            assertThat(found(metadata("USER_ID", "ada"))).isEmpty();
        }

        @Test
        void findsTextNumbersAndTruthValuesOfThePayload() {
            assertThat(found(payload(List.of("customer", "city"), "Köln"))).containsExactly(placed);
            assertThat(found(payload("amount", "12.50"))).containsExactly(placed);
            assertThat(found(payload("paid", "false"))).containsExactly(placed);
            assertThat(found(payload("gift", "null"))).isEmpty();
            assertThat(found(payload(List.of("parcel", "amount"), "7"))).isEmpty();
        }

        @Test
        void findsPayloadsThatContainJson() {
            assertThat(found(payloadContains("{\"amount\": 12.5}"))).containsExactly(placed, other);
            assertThat(found(payloadContains("{\"customer\": {\"name\": \"Ada\"}}")))
                    .containsExactly(placed);
            assertThat(found(payloadContains("{\"lines\": [2]}"))).containsExactly(other);
            assertThat(found(payloadContains("{\"gift\": null}"))).containsExactly(placed);
        }

        @Test
        void findsWhatAConditionHoldsFor() {
            assertThat(found(matching(EVENTS.EVENT_TYPE.like("s%")))).containsExactly(shipped, other);
            assertThat(found(matching(jsonbGetAttributeAsText(EVENTS.EVENT_DATA, val("parcel"))
                            .cast(Integer.class)
                            .gt(6))))
                    .containsExactly(shipped);
            assertThat(found(matching(EVENTS.STREAM_ID.in(org.jooq
                            .impl
                            .DSL
                            .select(STREAMS.STREAM_ID)
                            .from(STREAMS)
                            .where(STREAMS.STREAM_ID.eq(other.stream().value()))))))
                    .containsExactly(other);
        }

        @Test
        void findsTheEventsOfATime() {
            Instant moment = shipped.createdAt();

            assertThat(found(createdFrom(moment))).containsExactly(shipped, other);
            assertThat(found(createdBefore(moment))).containsExactly(placed);
            assertThat(found(createdBetween(moment, other.createdAt()))).containsExactly(shipped);
            assertThat(found(createdBetween(moment, moment))).isEmpty();
            assertThat(found(createdFrom(before))).containsExactly(placed, shipped, other);
            assertThat(found(new EventFilter.Created(null, null))).containsExactly(placed, shipped, other);
        }

        @Test
        void tellsMomentsThatPostgresCannotTell() {
            assertThat(found(createdFrom(shipped.createdAt().plusNanos(1)))).containsExactly(other);
            assertThat(found(createdBefore(shipped.createdAt().plusNanos(1)))).containsExactly(placed, shipped);
            assertThat(found(createdBetween(Instant.MIN, Instant.MAX))).containsExactly(placed, shipped, other);
            assertThat(found(createdFrom(Instant.MAX))).isEmpty();
            assertThat(found(createdBefore(Instant.MIN))).isEmpty();
        }
    }

    @Nested
    class AStreamPrefix {

        private static final String LAST = Character.toString(Character.MAX_CODE_POINT);

        /** Names in the order of their code points, which is not that of their UTF-16 characters. */
        static final List<String> NAMES = List.of(
                "p",
                "p ",
                "p%",
                "p'",
                "p-1",
                "p-10",
                "p-2",
                "pA",
                "p\\",
                "p_",
                "pa",
                "pä",
                "p\uD7FF",
                "p\uE000",
                "p\uFFFF",
                "p\uD83D\uDE00",
                "p" + LAST,
                "p" + LAST + "x",
                "p" + LAST + LAST,
                "q",
                LAST,
                LAST + "x");

        @ParameterizedTest
        @FieldSource("NAMES")
        void findsTheNamesThatBeginSo(String prefix) {
            NAMES.forEach(name -> store.append(StreamId.of(name), any(), new JsonEvent("named", "{}")));

            List<RecordedEvent> events = found(streamPrefix(prefix).and(ofTypes("named")));

            assertThat(events)
                    .extracting(event -> event.stream().value())
                    .isEqualTo(NAMES.stream()
                            .filter(name -> name.startsWith(prefix))
                            .toList());
        }
    }

    @Nested
    class Combined {

        private final EventFilter ofAda = metadata("user_id", "ada");
        private final EventFilter ofShipped = ofTypes("shipped");

        @Test
        void byAndBothHold() {
            assertThat(found(ofAda.and(ofTypes("placed", "shipped")))).containsExactly(placed);
            assertThat(found(ofAda.and(ofShipped))).isEmpty();
        }

        @Test
        void byOrOneHolds() {
            assertThat(found(ofAda.or(ofShipped))).containsExactly(placed, shipped);
            assertThat(found(ofAda.or(ofTypes()))).containsExactly(placed);
            assertThat(found(ofAda.or(everything()))).containsExactly(placed, shipped, other);
        }

        @Test
        void byNotAFilterDoesNotHoldAlsoWhereThereIsNothingToCompare() {
            assertThat(found(ofAda.not())).containsExactly(shipped, other);
            assertThat(found(payload("amount", "12.50").not())).containsExactly(shipped, other);
            assertThat(found(ofAda.not().not())).containsExactly(placed);
            assertThat(found(ofAda.and(ofTypes("placed")).not())).containsExactly(shipped, other);
            assertThat(found(everything().not())).isEmpty();
            assertThat(found(ofTypes().not())).containsExactly(placed, shipped, other);
        }

        @Test
        void nothingIsNeverAllAndNeverNone() {
            assertThat(found(new EventFilter.And(List.of()))).containsExactly(placed, shipped, other);
            assertThat(found(new EventFilter.Or(List.of()))).isEmpty();
            assertThat(found(new EventFilter.And(List.of()).not())).isEmpty();
            assertThat(found(new EventFilter.Or(List.of()).not())).containsExactly(placed, shipped, other);
        }

        @Test
        void aConditionThatIsNoneHoldsForEverything() {
            EventFilter none = matching(noCondition());

            assertThat(found(none)).containsExactly(placed, shipped, other);
            assertThat(found(none.or(ofAda))).containsExactly(placed, shipped, other);
            assertThat(found(none.and(ofAda))).containsExactly(placed);
            assertThat(found(none.not())).isEmpty();
        }

        @Test
        void asAValueItIsEqualToItsLike() {
            EventFilter filter =
                    streamPrefix("order-").and(ofTypes("placed", "shipped").or(ofAda.not()));

            assertThat(streamPrefix("order-")
                            .and(ofTypes(List.of("shipped", "placed"))
                                    .or(metadata("user_id", "ada").not())))
                    .isEqualTo(filter)
                    .hasSameHashCodeAs(filter);
            assertThat(found(filter.and(everything()))).isEmpty();
        }
    }

    @Nested
    class AnAnswer {

        private final List<RecordedEvent> events = IntStream.rangeClosed(1, 9)
                .mapToObj(n -> append("counted-" + n, "counted", "{}", EventMetadata.none()))
                .toList();
        private final EventQuery query =
                EventQuery.where(ofTypes("counted")).from(events.getFirst().position());

        @Test
        void isInTheOrderOfPositions() {
            assertThat(store.query(query)).isEqualTo(events);
        }

        @Test
        void isFromNewToOld() {
            EventQuery newest = EventQuery.where(ofTypes("counted")).newestFirst();

            assertThat(store.query(newest.limit(2))).containsExactly(events.get(8), events.get(7));
            assertThat(store.query(newest.from(events.get(4).position()).limit(2)))
                    .containsExactly(events.get(4), events.get(3));
            assertThat(store.query(
                            query.from(events.get(1).position()).newestFirst().limit(1)))
                    .containsExactly(events.get(1));
        }

        @Test
        void beginsAtAPositionAndEndsAtALimit() {
            assertThat(store.query(query.from(events.get(6).position()))).isEqualTo(events.subList(6, 9));
            assertThat(store.query(query.limit(3))).isEqualTo(events.subList(0, 3));
            assertThat(store.query(query.from(Long.MAX_VALUE))).isEmpty();
        }

        @ParameterizedTest
        @CsvSource({"1", "2", "3", "4", "8", "9", "10", "1000"})
        void isTheSameLazilyWhateverThePage(int pageSize) {
            EventStore paged = EventStore.builder(DSL).pageSize(pageSize).build();

            assertThat(paged.queryLazily(query)).isEqualTo(events);
            assertThat(paged.queryLazily(query.limit(8))).isEqualTo(events.subList(0, 8));
            assertThat(paged.queryLazily(query.from(events.get(8).position()).newestFirst())
                            .limit(9))
                    .isEqualTo(events.reversed());
        }

        @Test
        void includesLazilyWhatIsAppendedMeanwhile() {
            EventStore paged = EventStore.builder(DSL).pageSize(4).build();
            Iterator<RecordedEvent> answer = paged.queryLazily(query).iterator();
            List<RecordedEvent> consumed = new ArrayList<>(List.of(answer.next()));

            RecordedEvent late = append("counted-10", "counted", "{}", EventMetadata.none());
            answer.forEachRemaining(consumed::add);

            assertThat(consumed)
                    .startsWith(events.toArray(RecordedEvent[]::new))
                    .endsWith(late)
                    .hasSize(10);
        }

        @Test
        void hasEveryPositionOnce() {
            List<Long> positions = store.query(EventQuery.where(everything()).from(placed.position())).stream()
                    .map(RecordedEvent::position)
                    .toList();

            assertThat(positions)
                    .isEqualTo(LongStream.range(placed.position(), placed.position() + 12)
                            .boxed()
                            .toList());
        }
    }

    /** Where the caller writes the query, and the filter is one of its conditions. */
    @Nested
    class InAQueryOfTheCallersOwn {

        private final Table<Record> customers = table(name("customers"));
        private final Field<String> customerName = field(name("customers", "name"), CLOB);
        private final Field<String> customerCity = field(name("customers", "city"), CLOB);

        InAQueryOfTheCallersOwn() {
            DSL.dropTableIfExists(customers).execute();
            DSL.createTable(customers)
                    .columns(field(name("name"), CLOB), field(name("city"), CLOB))
                    .execute();
            DSL.insertInto(customers, field(name("name"), CLOB), field(name("city"), CLOB))
                    .values("ada", "London")
                    .values("bob", "Paris")
                    .execute();
        }

        @Test
        void aFilterJoinsEventsWithTheCallersTable() {
            List<String> cities = DSL.select(customerCity)
                    .from(EVENTS)
                    .join(STREAMS)
                    .on(STREAMS.STREAM_ID.eq(EVENTS.STREAM_ID))
                    .join(customers)
                    .on(customerName.eq(jsonbGetAttributeAsText(EVENTS.METADATA, val("user_id"))))
                    .where(ofTypes("placed").or(ofTypes("shipped")).condition())
                    .and(STREAMS.VERSION.ge(1L))
                    .and(EVENTS.POSITION.ge(placed.position()))
                    .fetch(customerCity);

            assertThat(cities).containsExactly("London");
        }

        @Test
        void aFilterCountsEvents() {
            assertThat(DSL.select(EVENTS.EVENT_TYPE, count())
                            .from(EVENTS)
                            .where(metadata("user_id", "ada").not().condition())
                            .and(EVENTS.POSITION.ge(placed.position()))
                            .groupBy(EVENTS.EVENT_TYPE)
                            .fetchMap(EVENTS.EVENT_TYPE, count()))
                    .containsOnly(Map.entry("shipped", 1), Map.entry("sent", 1));
        }

        @Test
        void aFilterStandsInASubquery() {
            List<String> silent = DSL.select(customerName)
                    .from(customers)
                    .where(notExists(selectOne()
                            .from(EVENTS)
                            .where(payload("amount", "12.50").condition())
                            .and(jsonbGetAttributeAsText(EVENTS.METADATA, val("user_id"))
                                    .eq(customerName))))
                    .fetch(customerName);

            assertThat(silent).containsExactly("bob");
        }

        @Test
        void aFilterForEverythingLeavesNoTrace() {
            assertThat(DSL.render(DSL.selectFrom(customers).where(everything().condition())))
                    .isEqualTo(DSL.render(DSL.selectFrom(customers)));
        }
    }
}
