package io.github.jooqeventstore;

import static io.github.jooqeventstore.ExpectedVersion.exactly;
import static io.github.jooqeventstore.ExpectedVersion.noStream;
import static io.github.jooqeventstore.Notes.note;
import static io.github.jooqeventstore.schema.Tables.EVENTS;
import static io.github.jooqeventstore.schema.Tables.STREAMS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jooq.DSLContext;
import org.jooq.JSONB;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** JSON that PostgreSQL stores and no reader accepts, put there past the library: one event is lost, and no other. */
class PoisonedStreamTest {

    private static final DSLContext DSL = TestDatabase.migrated().dslOnOneConnection();
    private static final EventStore STORE = EventStore.using(
            DSL, EventTypes.none().with("noted", 2, Map.class).with(Upcaster.of("noted", 1, json -> json)));

    private final StreamId stream = StreamId.of("poisoned", UUID.randomUUID());

    static Stream<Arguments> poisons() {
        return Stream.of(
                arguments("{\"n\": 1e131071}", 131_072),
                arguments("{\"n\": [" + "1e9999, ".repeat(99) + "1e9999]}", 990_000),
                arguments("{\"n\": 1e-16383}", 16_383),
                arguments("{\"n\": " + "9".repeat(1_001) + "}", 1_001),
                arguments("{\"n\": " + "[".repeat(3_000) + "]".repeat(3_000) + "}", 6_000),
                arguments("{\"" + "k".repeat(50_001) + "\": \"n\"}", 50_001));
    }

    @ParameterizedTest
    @MethodSource("poisons")
    void isReadButForWhatTheEventSays(String poison, int characters) {
        STORE.append(stream, noStream(), note(1));
        poison(poison);
        STORE.append(stream, exactly(2), note(3));

        for (List<RecordedEvent> events :
                List.of(STORE.load(stream), STORE.query(EventQuery.where(EventFilter.ofStream(stream))))) {
            assertThat(events).extracting(RecordedEvent::version).containsExactly(1L, 2L, 3L);
            assertThat(events.getFirst().payload()).isEqualTo(Map.of("number", 1));
            assertThat(events.getLast().payload()).isEqualTo(Map.of("number", 3));
            RecordedEvent poisoned = events.get(1);
            assertThat(poisoned.json()).hasSizeGreaterThan(characters);
            assertThat(poisoned.metadataJson()).hasSize(poisoned.json().length());
            assertSaysNothingOfIt(poisoned, poisoned::payload);
            assertSaysNothingOfIt(poisoned, () -> poisoned.payload(Map.class));
            assertSaysNothingOfIt(poisoned, () -> poisoned.payload(JsonNode.class));
        }
    }

    private static void assertSaysNothingOfIt(RecordedEvent event, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(EventSerializationException.class)
                .hasMessageStartingWith("event " + event + ": ")
                .hasMessageContaining("StreamConstraintsException")
                .hasNoCause()
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(300));
    }

    /** As another program may: payload and metadata alike. */
    private void poison(String json) {
        DSL.update(STREAMS)
                .set(STREAMS.VERSION, 2L)
                .where(STREAMS.STREAM_ID.eq(stream.value()))
                .execute();
        DSL.insertInto(EVENTS)
                .set(EVENTS.STREAM_ID, stream.value())
                .set(EVENTS.VERSION, 2L)
                .set(EVENTS.EVENT_ID, UUID.randomUUID())
                .set(EVENTS.EVENT_TYPE, "noted")
                .set(EVENTS.EVENT_DATA, JSONB.valueOf(json))
                .set(EVENTS.METADATA, JSONB.valueOf(json))
                .execute();
    }
}
