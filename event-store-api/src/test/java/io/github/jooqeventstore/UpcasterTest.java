package io.github.jooqeventstore;

import static io.github.jooqeventstore.ExpectedVersion.any;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UpcasterTest {

    private static final TestDatabase DATABASE = TestDatabase.migrated();

    @EventType(value = "order-placed", version = 3)
    record OrderPlaced(String customer, BigDecimal amount, String currency) {}

    @EventType(value = "order-shipped", version = 2)
    record OrderShipped(String parcel) {}

    private static final EventTypes TYPES = EventTypes.of(OrderPlaced.class, OrderShipped.class)
            .with(
                    Upcaster.of("order-placed", 2, order -> order.put("currency", "EUR")),
                    Upcaster.of("order-placed", 1, order -> order.set("customer", order.remove("buyer"))),
                    Upcaster.of("order-sent", 1, order -> order.set("parcel", order.remove("package")))
                            .renamedTo("order-shipped"));

    private static final String SECRET = "s3cret-payload";

    private final EventStore store = EventStore.using(DATABASE.dsl(), TYPES);
    private final StreamId order = StreamId.of("order", UUID.randomUUID());

    private RecordedEvent stored(JsonEvent event) {
        store.append(order, any(), event);
        return store.load(order).getLast();
    }

    @Nested
    class APayload {

        @Test
        void isLiftedThroughEachVersionToTheClassOfToday() {
            RecordedEvent first = stored(new JsonEvent("order-placed", 1, "{\"buyer\": \"Ada\", \"amount\": 12.50}"));
            RecordedEvent second =
                    stored(new JsonEvent("order-placed", 2, "{\"customer\": \"Ada\", \"amount\": 12.50}"));
            store.append(order, any(), new OrderPlaced("Ada", new BigDecimal("12.50"), "EUR"));
            RecordedEvent third = store.load(order).getLast();

            assertThat(List.of(first.payload(), second.payload(), third.payload()))
                    .containsOnly(new OrderPlaced("Ada", new BigDecimal("12.50"), "EUR"));
            assertThat(third.schemaVersion()).isEqualTo(3);
        }

        @Test
        void isLiftedFromEachVersionOfALongChainByAllThatFollow() {
            int newest = 20;
            EventTypes types = EventTypes.none().with("noted", newest, List.class);
            for (int version = newest - 1; version > 0; version--) {
                int number = version;
                types = types.with(Upcaster.ofText(
                        "noted",
                        version,
                        json -> json.equals("[]") ? "[" + number + "]" : json.replace("]", "," + number + "]")));
            }
            EventStore notes = EventStore.using(DATABASE.dsl(), types);
            List<List<Integer>> expected = new ArrayList<>();
            for (int version = 1; version <= newest; version++) {
                notes.append(order, any(), new JsonEvent("noted", version, "[]"));
                expected.add(IntStream.range(version, newest).boxed().toList());
            }

            assertThat(notes.load(order)).extracting(RecordedEvent::payload).isEqualTo(expected);
        }

        @Test
        void isReadUnderTheNameThatItsTypeHadBefore() {
            RecordedEvent sent = stored(new JsonEvent("order-sent", 1, "{\"package\": \"parcel-7\"}"));

            assertThat(sent.payload()).isEqualTo(new OrderShipped("parcel-7"));
            assertThat(sent.type()).isEqualTo("order-sent");
            assertThat(store.query(EventQuery.where(EventFilter.ofStream(order).and(TYPES.filter(OrderShipped.class)))))
                    .containsExactly(sent);
        }

        @Test
        void staysAsItIsStored() {
            RecordedEvent first = stored(new JsonEvent("order-placed", 1, "{\"buyer\": \"Ada\", \"amount\": 12.50}"));

            first.payload();

            assertThat(first.schemaVersion()).isEqualTo(1);
            assertThat(first.json()).isEqualTo("{\"buyer\": \"Ada\", \"amount\": 12.50}");
            assertThat(store.load(order).getLast().json()).isEqualTo(first.json());
        }

        @Test
        void keepsItsNumbersToTheLastDigit() {
            RecordedEvent first = stored(new JsonEvent(
                    "order-placed", 1, "{\"buyer\": \"Ada\", \"amount\": 12345678901234567890.1234567890000}"));

            assertThat(first.payload(OrderPlaced.class).amount())
                    .isEqualTo(new BigDecimal("12345678901234567890.1234567890000"));
        }

        @Test
        void isLiftedForAClassOfTheCallersToo() {
            record JustTheCurrency(String currency) {}
            RecordedEvent first = stored(new JsonEvent("order-placed", 1, "{\"buyer\": \"Ada\", \"amount\": 1}"));

            assertThat(first.payload(JustTheCurrency.class)).isEqualTo(new JustTheCurrency("EUR"));
        }

        @Test
        void isReadAsStoredForAClassOfTheCallersIfItsTypeIsNotKnown() {
            record Other(int number) {}

            assertThat(stored(new JsonEvent("other", 7, "{\"number\": 1}")).payload(Other.class))
                    .isEqualTo(new Other(1));
        }

        @Test
        void isRefusedIfANewerProgramHasWrittenIt() {
            RecordedEvent fourth = stored(new JsonEvent("order-placed", 4, "{}"));

            assertThatExceptionOfType(NewerSchemaVersionException.class)
                    .isThrownBy(fourth::payload)
                    .withMessage(
                            "event " + fourth + ": expected schema version 3 of order-placed or older, found version 4;"
                                    + " upgrade this program, or read the event as json()")
                    .satisfies(e ->
                            assertThat(List.of(e.type(), e.known(), e.found())).containsExactly("order-placed", 3, 4));
            assertThatExceptionOfType(NewerSchemaVersionException.class)
                    .isThrownBy(() -> fourth.payload(OrderPlaced.class));
            assertThat(fourth.json()).isEqualTo("{}");
        }

        @Test
        void isRefusedIfANewerProgramHasWrittenItUnderAFormerName() {
            RecordedEvent sent = stored(new JsonEvent("order-sent", 2, "{}"));

            assertThatExceptionOfType(NewerSchemaVersionException.class)
                    .isThrownBy(sent::payload)
                    .withMessageContaining("expected schema version 1 of order-sent or older, found version 2");
        }

        @Test
        void isRefusedInAVersionThatNeverWas() {
            RecordedEvent shipped = stored(new JsonEvent("order-shipped", 1, "{}"));

            assertThatExceptionOfType(UnknownEventTypeException.class)
                    .isThrownBy(shipped::payload)
                    .withMessage("event " + shipped + ": expected an upcaster from order-shipped v1, found none;"
                            + " add it to EventTypes, or read the event as json()");
        }

        @Test
        void isNotQuotedWhenItsUpcasterFails() {
            EventTypes types = EventTypes.none()
                    .with("order-placed", 3, OrderPlaced.class)
                    .with(
                            Upcaster.of("order-placed", 1, json -> {
                                throw new IllegalArgumentException("cannot lift " + json);
                            }),
                            Upcaster.unchanged("order-placed", 2));
            EventStore failing = EventStore.using(DATABASE.dsl(), types);
            RecordedEvent first = stored(new JsonEvent("order-placed", 1, "{\"buyer\": \"" + SECRET + "\"}"));
            RecordedEvent text = stored(new JsonEvent("order-placed", 1, "\"" + SECRET + "\""));

            List<RecordedEvent> events = failing.load(order);
            Throwable thrown = catchThrowable(() -> events.getFirst().payload());
            Throwable noObject = catchThrowable(() -> events.getLast().payload());

            assertThat(thrown)
                    .isInstanceOf(EventSerializationException.class)
                    .hasMessage("event " + first + ": could not be lifted from order-placed v1 to order-placed v2:"
                            + " found java.lang.IllegalArgumentException");
            assertThat(thrown.getStackTrace()[0].getClassName()).startsWith(UpcasterTest.class.getName());
            assertThat(noObject)
                    .isInstanceOf(EventSerializationException.class)
                    .hasMessage("event " + text + ": could not be lifted from order-placed v1 to order-placed v2:"
                            + " expected a JSON object, found STRING");
            assertThat(Canaries.textOf(thrown) + Canaries.textOf(noObject)).doesNotContain(SECRET);
        }
    }

    @Nested
    class AClassThatIsRenamed {

        @EventType("customer-moved")
        record CustomerMoved(String city) {}

        @EventType("customer-moved")
        record ChangeOfAddress(String city) {}

        @Test
        void readsWhatItWroteBeforeAndIsStoredUnderTheSameName() {
            EventStore before = EventStore.using(DATABASE.dsl(), EventTypes.of(CustomerMoved.class));
            before.append(order, any(), new CustomerMoved("Graz"));
            EventStore after = EventStore.using(DATABASE.dsl(), EventTypes.of(ChangeOfAddress.class));
            after.append(order, any(), new ChangeOfAddress("Linz"));

            assertThat(after.load(order))
                    .extracting(RecordedEvent::payload)
                    .containsExactly(new ChangeOfAddress("Graz"), new ChangeOfAddress("Linz"));
            assertThat(before.load(order)).extracting(RecordedEvent::type).containsOnly("customer-moved");
        }
    }

    @Nested
    class EventTypesAreRefused {

        private void refuses(EventTypes types, String message) {
            assertThatExceptionOfType(InvalidInputException.class)
                    .isThrownBy(() -> EventStore.using(DSL.using(SQLDialect.POSTGRES), types))
                    .withMessage(message);
        }

        private final EventTypes third = EventTypes.of(OrderPlaced.class);

        @ParameterizedTest
        @ValueSource(ints = {1, 2})
        void withAGapInAChain(int covered) {
            refuses(
                    third.with(Upcaster.unchanged("order-placed", covered)),
                    covered == 1
                            ? "upcaster from order-placed v1 to order-placed v2: must lead to a class or to another upcaster,"
                                    + " found neither for order-placed v2"
                            : "event type order-placed: must have an upcaster from each version before v3, found none from"
                                    + " order-placed v1; where the shape is as good as the next, there is Upcaster.unchanged");
        }

        @Test
        void withoutAnyUpcasterForTheVersionsBefore() {
            refuses(
                    third,
                    "event type order-placed: must have an upcaster from each version before v3, found none from"
                            + " order-placed v2; where the shape is as good as the next, there is Upcaster.unchanged");
        }

        @Test
        void withAGapUnderAFormerName() {
            refuses(
                    EventTypes.none()
                            .with("order-shipped", 3, OrderShipped.class)
                            .with(Upcaster.unchanged("order-sent", 2).renamedTo("order-shipped")),
                    "event type order-sent: must have an upcaster from each version before v2, found none from order-sent v1;"
                            + " where the shape is as good as the next, there is Upcaster.unchanged");
        }

        @Test
        void withAnUpcasterToATypeThatIsNotThere() {
            refuses(
                    EventTypes.none().with(Upcaster.unchanged("order-sent", 1).renamedTo("order-shipped")),
                    "upcaster from order-sent v1 to order-shipped v2: must lead to a class or to another upcaster,"
                            + " found neither for order-shipped v2");
        }

        @Test
        void withAnUpcasterFromTheVersionOfTheClass() {
            refuses(
                    EventTypes.none()
                            .with("order-shipped", 1, OrderShipped.class)
                            .with(Upcaster.unchanged("order-shipped", 1)),
                    "upcaster from order-shipped v1 to order-shipped v2: must start from a version before order-shipped v1,"
                            + " which is the one of " + OrderShipped.class.getName());
        }

        @Test
        void withAFormerNameThatIsGivenToAnotherClass() {
            refuses(
                    EventTypes.of(OrderShipped.class)
                            .with("order-sent", 2, String.class)
                            .with(Upcaster.unchanged("order-sent", 1).renamedTo("order-shipped")),
                    "upcaster from order-sent v1 to order-shipped v2: must leave the name order-sent unused from then on,"
                            + " found it in use: a name that was given up stays given up");
        }

        @Test
        void withTwoUpcastersFromTheSameVersion() {
            assertThatExceptionOfType(InvalidInputException.class)
                    .isThrownBy(() -> TYPES.with(Upcaster.unchanged("order-placed", 1)))
                    .withMessage(
                            "upcaster from order-placed v1: must be the only one, found another to order-placed v2");
        }
    }
}
