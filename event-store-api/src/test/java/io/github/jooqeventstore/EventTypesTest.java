package io.github.jooqeventstore;

import static io.github.jooqeventstore.ExpectedVersion.any;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.UUID;
import org.jooq.DSLContext;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class EventTypesTest {

    sealed interface OrderEvent {
        @EventType("order-placed")
        record Placed(String customer, BigDecimal amount) implements OrderEvent {}

        sealed interface Delivery extends OrderEvent {
            @EventType(value = "order-shipped", version = 3)
            record Shipped(int parcel) implements Delivery {}

            @EventType("order-lost")
            record Lost() implements Delivery, Complaint {}
        }

        sealed interface Complaint extends OrderEvent {
            @EventType("order-complained")
            record Complained(String text) implements Complaint {}
        }

        @EventType("order-flag")
        enum Flag implements OrderEvent {
            RED,
            GREEN {
                @Override
                public String toString() {
                    return "a constant with a body is of a class of its own";
                }
            }
        }
    }

    record InvoiceSent(String number) {}

    sealed interface Incomplete {
        @EventType("complete")
        record Complete() implements Incomplete {}

        record Forgotten() implements Incomplete {}
    }

    @EventType("order-placed")
    record AlsoPlaced() {}

    @EventType(" ")
    record Blank() {}

    @EventType(value = "old", version = 0)
    record VersionZero() {}

    private static final EventTypes TYPES = EventTypes.of(OrderEvent.class)
            .with("invoice-sent", 2, InvoiceSent.class)
            .with(
                    Upcaster.unchanged("order-shipped", 1),
                    Upcaster.unchanged("order-shipped", 2),
                    Upcaster.unchanged("invoice-sent", 1));

    @Nested
    class ASealedInterface {

        @Test
        void namesAllItsRecordsAlsoThoseOfNestedInterfaces() {
            assertThat(TYPES.ofPayload(new OrderEvent.Placed("Ada", BigDecimal.TEN)))
                    .isEqualTo(new EventTypes.Type("order-placed", 1, OrderEvent.Placed.class));
            assertThat(TYPES.ofPayload(new OrderEvent.Delivery.Shipped(7)))
                    .isEqualTo(new EventTypes.Type("order-shipped", 3, OrderEvent.Delivery.Shipped.class));
            assertThat(TYPES.ofPayload(new OrderEvent.Complaint.Complained("late"))
                            .name())
                    .isEqualTo("order-complained");
            assertThat(TYPES.ofPayload(new InvoiceSent("1")))
                    .isEqualTo(new EventTypes.Type("invoice-sent", 2, InvoiceSent.class));
        }

        @Test
        void namesARecordOfTwoOfItsInterfacesOnce() {
            assertThat(TYPES.ofPayload(new OrderEvent.Delivery.Lost()).name()).isEqualTo("order-lost");
        }

        @Test
        void namesAnEnumWithAllItsConstants() {
            assertThat(TYPES.ofPayload(OrderEvent.Flag.RED).name()).isEqualTo("order-flag");
            assertThat(TYPES.ofPayload(OrderEvent.Flag.GREEN).name()).isEqualTo("order-flag");
        }

        @Test
        void refusesAClassThatHasNoName() {
            assertThatThrownBy(() -> EventTypes.of(Incomplete.class))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessage("event types: " + Incomplete.Forgotten.class.getName()
                            + " must carry @EventType, be a sealed type whose classes do, or be named with with()");
            assertThatThrownBy(() -> EventTypes.of(String.class))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageStartingWith("event types: java.lang.String must carry @EventType");
        }
    }

    @Nested
    class AName {

        @Test
        void standsForOneClassAlone() {
            assertThatThrownBy(() -> TYPES.with("order-placed", String.class))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessage("event type order-placed: must be the name of java.lang.String alone, found it is the"
                            + " name of " + OrderEvent.Placed.class.getName());
            assertThatThrownBy(() -> EventTypes.of(OrderEvent.class, AlsoPlaced.class))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessage("event type order-placed: must be the name of " + AlsoPlaced.class.getName()
                            + " alone, found it is the name of " + OrderEvent.Placed.class.getName());
        }

        @Test
        void isTheOnlyOneOfItsClass() {
            assertThatThrownBy(() -> TYPES.with("invoice-posted", InvoiceSent.class))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessage("event type invoice-posted: must be the only name of " + InvoiceSent.class.getName()
                            + ", found it is named invoice-sent");
            assertThatThrownBy(() -> EventTypes.of(AlsoPlaced.class, AlsoPlaced.class))
                    .isInstanceOf(InvalidInputException.class);
        }

        @Test
        void isNotBlankAndItsVersionBeginsAtOne() {
            assertThatThrownBy(() -> EventTypes.of(Blank.class))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessage("event type: must not be empty or blank");
            assertThatThrownBy(() -> EventTypes.of(VersionZero.class))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessage("event type old: schema version must be 1 or more, found 0");
        }

        @Test
        void isAddedToACopy() {
            EventTypes none = EventTypes.none();
            EventTypes one = none.with("invoice-sent", InvoiceSent.class);

            assertThat(one.ofName("invoice-sent")).isNotNull();
            assertThat(none.ofName("invoice-sent")).isNull();
        }
    }

    @Nested
    class InAStore {

        private static final DSLContext DSL = TestDatabase.migrated().dslOnOneConnection();

        private final EventStore store = EventStore.using(DSL, TYPES);
        private final StreamId stream = StreamId.of("order", UUID.randomUUID());

        @Test
        void eventsComeBackAsWhatTheyWere() {
            store.append(
                    stream,
                    any(),
                    new OrderEvent.Placed("Ada", new BigDecimal("12.50")),
                    new OrderEvent.Delivery.Shipped(7),
                    new OrderEvent.Delivery.Lost(),
                    OrderEvent.Flag.GREEN,
                    new InvoiceSent("R-1"));

            assertThat(store.load(stream))
                    .extracting(RecordedEvent::payload)
                    .containsExactly(
                            new OrderEvent.Placed("Ada", new BigDecimal("12.50")),
                            new OrderEvent.Delivery.Shipped(7),
                            new OrderEvent.Delivery.Lost(),
                            OrderEvent.Flag.GREEN,
                            new InvoiceSent("R-1"));
            assertThat(store.load(stream))
                    .extracting(RecordedEvent::type)
                    .containsExactly("order-placed", "order-shipped", "order-lost", "order-flag", "invoice-sent");
            assertThat(store.load(stream))
                    .extracting(RecordedEvent::schemaVersion)
                    .containsExactly(1, 3, 1, 1, 2);
        }

        @Test
        void aClassThatIsNotKnownIsNotAppended() {
            StoreContents before = StoreContents.of(DSL);

            assertThatThrownBy(() -> store.append(stream, any(), new InvoiceSent("R-1"), "text"))
                    .isInstanceOf(UnknownEventTypeException.class)
                    .hasMessage("class java.lang.String: expected a class known to the event types, found none of its"
                            + " name; register it with EventTypes");

            assertThat(StoreContents.of(DSL)).isEqualTo(before);
        }

        @Test
        void aTypeThatIsNotKnownIsStillReadAsJson() {
            store.append(stream, any(), new InvoiceSent("R-1"));

            RecordedEvent event = EventStore.using(DSL).load(stream).getFirst();

            assertThat(event.json()).isEqualTo("{\"number\": \"R-1\"}");
            assertThat(event.payload(InvoiceSent.class)).isEqualTo(new InvoiceSent("R-1"));
            assertThatThrownBy(event::payload)
                    .isInstanceOf(UnknownEventTypeException.class)
                    .hasMessage("event " + stream + "@1 invoice-sent (position " + event.position() + "): expected a"
                            + " type known to the event types, found invoice-sent; register it with EventTypes, or read"
                            + " the event as json()");
        }

        @Test
        void classesAreAFilter() {
            store.append(stream, any(), new InvoiceSent("R-1"), new OrderEvent.Delivery.Lost());
            EventFilter ofStream = EventFilter.ofStream(stream);

            assertThat(store.query(
                            EventQuery.where(TYPES.filter(InvoiceSent.class).and(ofStream))))
                    .extracting(RecordedEvent::payload)
                    .containsExactly(new InvoiceSent("R-1"));
            assertThatThrownBy(() -> TYPES.filter(String.class))
                    .isInstanceOf(UnknownEventTypeException.class)
                    .hasMessageStartingWith("class java.lang.String: ");
        }
    }
}
