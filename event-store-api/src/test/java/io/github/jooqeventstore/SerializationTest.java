package io.github.jooqeventstore;

import static io.github.jooqeventstore.ExpectedVersion.any;
import static io.github.jooqeventstore.schema.Tables.EVENTS;
import static io.github.jooqeventstore.schema.Tables.STREAMS;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.JSONB;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** What is appended is what is loaded, through the jsonb of a real database. */
class SerializationTest {

    private static final DSLContext DSL = TestDatabase.migrated().dslOnOneConnection();

    private final StreamId stream = StreamId.of("kept", UUID.randomUUID());

    private RecordedEvent stored(Object payload) {
        EventStore store = EventStore.using(DSL, EventTypes.none().with("kept", payload.getClass()));
        store.append(stream, any(), payload);
        return store.load(stream).getLast();
    }

    @Nested
    class ARecord {

        record Numbers(
                long aLong,
                Long boxed,
                int anInt,
                short aShort,
                byte aByte,
                double aDouble,
                float aFloat,
                BigDecimal decimal,
                BigInteger integer) {}

        static final List<Numbers> NUMBERS = List.of(
                new Numbers(1, 1L, 1, (short) 1, (byte) 1, 0.1, 0.1f, new BigDecimal("12.50"), BigInteger.TEN),
                new Numbers(
                        Long.MAX_VALUE,
                        Long.MAX_VALUE,
                        Integer.MAX_VALUE,
                        Short.MAX_VALUE,
                        Byte.MAX_VALUE,
                        Double.MAX_VALUE,
                        Float.MAX_VALUE,
                        new BigDecimal("1234567890123456789012345678901234567890.123456789012345678901234567890"),
                        BigInteger.TWO.pow(3_000)),
                new Numbers(
                        Long.MIN_VALUE,
                        Long.MIN_VALUE,
                        Integer.MIN_VALUE,
                        Short.MIN_VALUE,
                        Byte.MIN_VALUE,
                        Double.MIN_VALUE,
                        Float.MIN_VALUE,
                        new BigDecimal("-0." + "9".repeat(999)),
                        BigInteger.TEN.pow(999).negate()),
                new Numbers(
                        (1L << 53) + 1,
                        -1L,
                        0,
                        (short) 0,
                        (byte) 0,
                        1e22,
                        -1e-30f,
                        new BigDecimal("0.00"),
                        BigInteger.ZERO),
                new Numbers(
                        0,
                        0L,
                        0,
                        (short) 0,
                        (byte) 0,
                        Double.NaN,
                        Float.NEGATIVE_INFINITY,
                        new BigDecimal("1E-400"),
                        BigInteger.ONE.negate()));

        @ParameterizedTest
        @FieldSource("NUMBERS")
        void keepsNumbersToTheLastDigit(Numbers numbers) {
            assertThat(stored(numbers).payload()).isEqualTo(numbers);
        }

        @ParameterizedTest
        @CsvSource({"1.10, 1.10", "-0, 0", "1E+3, 1000", "1E-7, 0.0000001", "100, 100"})
        void writesDecimalsOutInFull(BigDecimal given, String json) {
            record Amount(BigDecimal value) {}

            RecordedEvent event = stored(new Amount(given));

            assertThat(event.json()).isEqualTo("{\"value\": " + json + "}");
            assertThat(event.payload(Amount.class).value()).isEqualByComparingTo(given);
        }

        record Times(
                Instant instant,
                OffsetDateTime offset,
                ZonedDateTime zoned,
                LocalDate date,
                LocalTime time,
                LocalDateTime dateTime,
                Duration duration,
                Period period,
                YearMonth month,
                DayOfWeek day,
                ZoneId zone) {}

        static final List<Times> TIMES = List.of(
                new Times(
                        Instant.parse("2026-07-01T10:00:00.123456789Z"),
                        OffsetDateTime.parse("2026-07-01T10:00:00.000000001+05:45"),
                        ZonedDateTime.parse("2026-07-01T10:00:00+02:00[Europe/Berlin]"),
                        LocalDate.parse("2026-02-28"),
                        LocalTime.MAX,
                        LocalDateTime.parse("2026-07-01T00:00:00"),
                        Duration.ofNanos(-1),
                        Period.of(1, -2, 3),
                        YearMonth.of(2026, 2),
                        DayOfWeek.SUNDAY,
                        ZoneId.of("America/Argentina/Buenos_Aires")),
                new Times(
                        Instant.MAX,
                        OffsetDateTime.MIN,
                        // The later of two moments that the clocks of Berlin show alike.
                        ZonedDateTime.parse("2026-10-25T02:30:00+01:00[Europe/Berlin]"),
                        LocalDate.MAX,
                        LocalTime.MIDNIGHT,
                        LocalDateTime.MIN,
                        Duration.ofSeconds(Long.MIN_VALUE),
                        Period.ZERO,
                        YearMonth.of(-5, 12),
                        DayOfWeek.MONDAY,
                        ZoneId.of("UTC")),
                new Times(
                        Instant.EPOCH,
                        OffsetDateTime.parse("0001-01-01T00:00:00Z"),
                        LocalDateTime.parse("2026-07-01T10:00:00").atZone(ZoneId.of("UTC")),
                        LocalDate.EPOCH,
                        LocalTime.NOON,
                        LocalDateTime.MAX,
                        Duration.ofSeconds(Long.MAX_VALUE, 999_999_999),
                        Period.ofDays(1),
                        YearMonth.of(12_345, 1),
                        DayOfWeek.FRIDAY,
                        ZoneId.of("+02:00")));

        @ParameterizedTest
        @FieldSource("TIMES")
        void keepsTimesWithTheirOffsetsAndZones(Times times) {
            assertThat(stored(times).payload()).isEqualTo(times);
        }

        @Test
        void keepsTimesAsTextThatPostgresCanRead() {
            RecordedEvent event = stored(TIMES.getFirst());

            assertThat(event.json())
                    .contains("\"instant\": \"2026-07-01T10:00:00.123456789Z\"")
                    .contains("\"offset\": \"2026-07-01T10:00:00.000000001+05:45\"")
                    .contains("\"date\": \"2026-02-28\"")
                    .contains("\"duration\": \"PT-0.000000001S\"");
        }

        enum Colour {
            RED,
            BLUE
        }

        record Part(String name, Optional<Part> inner) {}

        record Shapes(
                @Nullable String absent,
                Colour colour,
                boolean flag,
                char letter,
                UUID id,
                Optional<String> perhaps,
                OptionalInt count,
                List<Part> parts,
                Set<Colour> colours,
                Map<String, BigDecimal> amounts,
                Map<LocalDate, List<Integer>> days) {}

        static final List<Shapes> SHAPES = List.of(
                new Shapes(
                        null,
                        Colour.BLUE,
                        true,
                        'é',
                        UUID.fromString("01890a5d-ac96-774b-bcce-b302099a8057"),
                        Optional.of(""),
                        OptionalInt.of(7),
                        List.of(new Part("a", Optional.of(new Part("b", Optional.empty())))),
                        Set.of(Colour.RED, Colour.BLUE),
                        Map.of("", new BigDecimal("1.50"), "\uD83D\uDE00 \"quoted\"", BigDecimal.ZERO),
                        Map.of(LocalDate.EPOCH, List.of(1, 2))),
                new Shapes(
                        "null",
                        Colour.RED,
                        false,
                        ' ',
                        new UUID(0, 0),
                        Optional.empty(),
                        OptionalInt.empty(),
                        List.of(),
                        Set.of(),
                        Map.of(),
                        Map.of()));

        @ParameterizedTest
        @FieldSource("SHAPES")
        void keepsListsMapsEnumsAndWhatIsAbsent(Shapes shapes) {
            assertThat(stored(shapes).payload()).isEqualTo(shapes);
        }

        @Test
        void isReadByAProgramThatDoesNotKnowAllOfItsProperties() {
            record Newer(String name, int added) {}
            record Older(String name) {}

            assertThat(stored(new Newer("Ada", 7)).payload(Older.class)).isEqualTo(new Older("Ada"));
        }

        @Test
        void isReadFromAnOlderShapeThatLacksSomeOfItsProperties() {
            record Older(String name) {}
            record Newer(String name, @Nullable String added, Optional<String> perhaps) {}

            assertThat(stored(new Older("Ada")).payload(Newer.class))
                    .isEqualTo(new Newer("Ada", null, Optional.empty()));
        }

        @ParameterizedTest
        @ValueSource(strings = {"{\"count\": \"7\"}", "{\"count\": 7.5}", "{\"count\": true}", "{\"count\": null}"})
        void isNotReadFromWhatIsOnlyLikeIt(String json) {
            record Counted(int count) {}

            RecordedEvent event = stored(new JsonEvent("counted", json));

            assertThatThrownBy(() -> event.payload(Counted.class))
                    .isInstanceOf(EventSerializationException.class)
                    .hasMessageStartingWith(
                            "event " + event + ": " + Counted.class.getName() + " cannot be read from JSON: ");
        }
    }

    @Nested
    class JsonOfTheCallers {

        @ParameterizedTest
        @CsvSource(
                quoteCharacter = '`',
                value = {
                    "{}, {}",
                    "null, null",
                    "true, true",
                    "-12.50, -12.50",
                    "1e2, 100",
                    "\"text\", \"text\"",
                    "` [ 1 , [ ] ] `, `[1, []]`",
                    "`{\"b\":1,\"a\":{\"\":null}}`, `{\"a\": {\"\": null}, \"b\": 1}`"
                })
        void comesBackAsPostgresKeepsIt(String given, String kept) {
            assertThat(stored(new JsonEvent("any", given)).json()).isEqualTo(kept);
        }
    }

    @Nested
    class ASerializerOfTheCallers {

        @Test
        void isUsedInPlaceOfTheStandardOne() {
            record Named(String firstName) {}
            JsonMapper mapper = JsonMapper.builder()
                    .propertyNamingStrategy(tools.jackson.databind.PropertyNamingStrategies.SNAKE_CASE)
                    .build();
            EventStore store = EventStore.builder(DSL)
                    .types(EventTypes.none().with("named", Named.class))
                    .serializer(new JacksonEventSerializer(mapper))
                    .build();

            store.append(stream, any(), new Named("Ada"));

            assertThat(store.load(stream).getFirst().json()).isEqualTo("{\"first_name\": \"Ada\"}");
            assertThat(store.load(stream).getFirst().payload()).isEqualTo(new Named("Ada"));
        }
    }

    @Nested
    class Metadata {

        private EventMetadata stored(EventMetadata metadata) {
            EventStore store = EventStore.using(DSL);
            store.append(stream, any(), NewEvent.of(new JsonEvent("noted", "{}"), metadata));
            return store.load(stream).getLast().metadata();
        }

        @Test
        void comesBackAsItWas() {
            EventMetadata metadata = EventMetadata.none()
                    .withCorrelationId("c-1")
                    .withCausationId("e-1")
                    .withUserId("ada")
                    .with("", "")
                    .with("it's \"quoted\" \\ \n", "\uD83D\uDE00\t\u0001{\"a\": 1}");

            assertThat(stored(metadata)).isEqualTo(metadata);
            assertThat(stored(EventMetadata.none())).isEqualTo(EventMetadata.none());
        }

        @Test
        void keepsTheLastValueOfAKey() {
            assertThat(EventMetadata.of("a", "1").with("a", "2").get("a")).isEqualTo("2");
            assertThat(EventMetadata.of("a", "1").get("b")).isNull();
        }

        /** As another program has stored it, in a row of its own. */
        private RecordedEvent foreign(String json) {
            DSL.insertInto(STREAMS, STREAMS.STREAM_ID, STREAMS.VERSION)
                    .values(stream.value(), 1L)
                    .execute();
            DSL.insertInto(
                            EVENTS,
                            EVENTS.STREAM_ID,
                            EVENTS.VERSION,
                            EVENTS.EVENT_ID,
                            EVENTS.EVENT_TYPE,
                            EVENTS.EVENT_DATA,
                            EVENTS.METADATA)
                    .values(stream.value(), 1L, UUID.randomUUID(), "foreign", JSONB.valueOf("{}"), JSONB.valueOf(json))
                    .execute();
            return EventStore.using(DSL).load(stream).getFirst();
        }

        @Test
        void ofAnotherProgramIsReadAsTheJsonThatPostgresKeeps() {
            RecordedEvent event = foreign("""
                    {"text": "a", "number": 12345678901234567890.12345678901234567890, "small": 1e-7, "flag": true,
                     "nothing": null, "trace": {"b": [1.10, {"c": "}]\\""}], "a": {}}, "list": [1, "x"], "empty": []}
                    """);

            assertThat(event.metadata().values())
                    .containsOnly(
                            Map.entry("text", "a"),
                            Map.entry("number", "12345678901234567890.12345678901234567890"),
                            Map.entry("small", "0.0000001"),
                            Map.entry("flag", "true"),
                            Map.entry("nothing", "null"),
                            Map.entry("trace", "{\"a\": {}, \"b\": [1.10, {\"c\": \"}]\\\"\"}]}"),
                            Map.entry("list", "[1, \"x\"]"),
                            Map.entry("empty", "[]"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"[]", "[{\"a\": \"b\"}]", "\"text\"", "7", "null"})
        void ofAnotherProgramThatIsNoObjectHasNoEntries(String json) {
            assertThat(foreign(json).metadata()).isEqualTo(EventMetadata.none());
        }

        @Test
        void ofAnotherProgramThatCannotBeReadIsATypedError() {
            RecordedEvent event = foreign("{\"number\": 1e2000}");

            assertThatThrownBy(event::metadata)
                    .isInstanceOf(EventSerializationException.class)
                    .hasMessage("event " + event + ": metadata cannot be read from JSON: StreamConstraintsException")
                    .hasNoCause();
            assertThat(event.metadataJson()).startsWith("{\"number\": 1000").hasSize(2_013);
        }

        /** PostgreSQL keeps none such; what reads it does not count on that. */
        @ParameterizedTest
        @ValueSource(strings = {"{\"a\": \"\\u0000\"}", "{\"\\u0000\": \"a\"}", "{\"a\": \"\\ud83d\"}"})
        void thatNoEventMayHaveIsATypedErrorThatNamesTheEvent(String json) {
            EventCodec codec = new EventCodec(EventTypes.none(), EventSerializer.jackson(), 2);
            RecordedEvent event = new RecordedEvent(
                    codec,
                    stream,
                    1,
                    1,
                    Instant.EPOCH,
                    UUID.randomUUID(),
                    1,
                    "foreign",
                    "{}".getBytes(UTF_8),
                    json.getBytes(UTF_8));

            assertThatThrownBy(event::metadata)
                    .isInstanceOf(EventSerializationException.class)
                    .hasMessage("event " + event + ": metadata cannot be read from JSON: InvalidInputException")
                    .hasNoCause();
        }
    }
}
