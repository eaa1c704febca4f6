package io.github.jooqeventstore;

import static io.github.jooqeventstore.ExpectedVersion.any;
import static io.github.jooqeventstore.schema.Tables.EVENTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.jooq.impl.DSL.constraint;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jooq.DSLContext;
import org.jooq.ExecuteListener;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A payload that goes astray shows up in no message, no cause and no text of a value: what logs would keep. */
class PayloadSecrecyTest {

    private static final String SECRET = "canary";
    private static final String NUMBER = "4929123412341234";

    private static final DSLContext CONTEXT = TestDatabase.migrated().dslOnOneConnection();

    private final StreamId stream = StreamId.of("secret", UUID.randomUUID());

    enum Card {
        VISA
    }

    record Payment(
            BigDecimal amount,
            Card card,
            LocalDate date,
            List<Payment> parts,
            Map<Integer, Integer> byNumber,
            int count) {}

    record Checked(String number) {
        Checked {
            if (number.contains("canary")) {
                throw new IllegalArgumentException("no number: " + number);
            }
        }
    }

    record Leaking(String number) {
        @SuppressWarnings("unused") // a property of the JSON
        public String getMasked() {
            if (number.contains("canary")) {
                throw new IllegalStateException("cannot mask " + number);
            }
            return "";
        }
    }

    private static final EventTypes TYPES = EventTypes.none()
            .with("payment", Payment.class)
            .with("checked", Checked.class)
            .with("leaking", Leaking.class);
    private final EventStore store = EventStore.using(CONTEXT, TYPES);

    private static <T extends Throwable> T assertSilent(Class<T> type, ThrowingCallable call) {
        Throwable thrown = catchThrowable(call);
        assertThat(thrown).isInstanceOf(type);
        StringWriter all = new StringWriter();
        thrown.printStackTrace(new PrintWriter(all, true));
        assertThat(all.toString()).doesNotContain("canary").doesNotContain(NUMBER);
        return type.cast(thrown);
    }

    @Nested
    class OfAnEventThatCannotBeRead {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{\"amount\": \"canary\"}",
                    "{\"card\": \"canary\"}",
                    "{\"date\": \"canary\"}",
                    "{\"parts\": [{\"card\": \"VISA\"}, {\"amount\": \"canary\"}]}",
                    "{\"byNumber\": {\"canary\": 1}}",
                    "{\"byNumber\": {\"1\": \"canary\"}}",
                    "{\"count\": \"canary\"}",
                    "\"canary\"",
                    "[\"canary\"]"
                })
        void onlyTheTypeAndThePlaceAreTold(String json) {
            store.append(stream, any(), new JsonEvent("payment", json));
            RecordedEvent event = store.load(stream).getFirst();

            EventSerializationException refusal = assertSilent(EventSerializationException.class, event::payload);

            assertThat(refusal)
                    .hasMessageStartingWith(
                            "event " + event + ": " + Payment.class.getName() + " cannot be read from JSON: ");
        }

        @Test
        void thePlaceIsThePathOfProperties() {
            store.append(
                    stream,
                    any(),
                    new JsonEvent("payment", "{\"parts\": [{\"card\": \"VISA\"}, {\"amount\": \"" + SECRET + "\"}]}"));

            assertThat(assertSilent(
                            EventSerializationException.class,
                            store.load(stream).getFirst()::payload))
                    .hasMessageEndingWith(" at parts.[1].amount");
        }

        @Test
        void theRefusalOfItsConstructorIsNotQuoted() {
            store.append(stream, any(), new JsonEvent("checked", "{\"number\": \"" + SECRET + "\"}"));

            assertSilent(EventSerializationException.class, store.load(stream).getFirst()::payload);
        }
    }

    @Nested
    class OfAnEventThatCannotBeWritten {

        @Test
        void theErrorOfItsAccessorIsNotQuoted() {
            EventSerializationException refusal = assertSilent(
                    EventSerializationException.class, () -> store.append(stream, any(), new Leaking(SECRET)));

            assertThat(refusal)
                    .hasMessageStartingWith("event 1 of stream " + stream + " (leaking): " + Leaking.class.getName()
                            + " cannot be written as JSON: ");
        }

        static List<String> refusedJson() {
            return List.of(
                    "{\"number\": \"" + SECRET + "\"",
                    "{\"number\": " + SECRET + "}",
                    "{\"" + SECRET + "\": 1, \"" + SECRET + "\": 2}",
                    "{\"number\": \"" + SECRET + "\\ud800\"}",
                    "{\"number\": \"" + SECRET + "\\x\"}",
                    NUMBER + "0".repeat(1_000),
                    NUMBER + "e" + NUMBER,
                    "\"" + SECRET + "\" \"" + SECRET + "\"",
                    "\"" + SECRET.repeat(200_000) + "\"");
        }

        @ParameterizedTest
        @MethodSource("refusedJson")
        void jsonThatIsRefusedIsNotQuoted(String json) {
            assertSilent(
                    InvalidInputException.class, () -> store.append(stream, any(), new JsonEvent("payment", json)));
        }
    }

    /** PostgreSQL quotes whole rows in the details of its errors. */
    @Nested
    class OfAnEventThatTheDatabaseRefuses {

        private final DSLContext dsl = TestDatabase.migrated().dslOnOneConnection();
        private final JsonEvent event = new JsonEvent("payment", "{\"number\": \"" + SECRET + "\"}");

        OfAnEventThatTheDatabaseRefuses() {
            dsl.alterTable(EVENTS)
                    .add(constraint("no_payments").check(EVENTS.EVENT_TYPE.ne("payment")))
                    .execute();
        }

        @Test
        void theRowIsNotQuoted() {
            assertThat(assertSilent(
                            DataAccessException.class,
                            () -> EventStore.using(dsl).append(stream, any(), event)))
                    .hasMessageContaining("no_payments");
            assertSilent(DataAccessException.class, () -> EventStore.using(dsl).append(stream, any(), event, event));
        }

        @Test
        void theRowIsNotQuotedByAnImport() {
            assertThat(assertSilent(
                            DataAccessException.class,
                            () -> EventStore.using(dsl).appendAll(List.of(ImportedEvent.of(stream, event)))))
                    .hasMessageContaining("no_payments");
        }

        @Test
        void theRowIsNotQuotedWhereAListenerIsTold() {
            DSLContext listened = DSL.using(dsl.configuration().derive(new ExecuteListener() {}));

            assertSilent(
                    DataAccessException.class, () -> EventStore.using(listened).append(stream, any(), event));
        }

        @Test
        void theRowIsNotQuotedInATransaction() {
            assertSilent(
                    DataAccessException.class,
                    () -> dsl.transaction(tx -> EventStore.using(tx.dsl()).append(stream, any(), event)));
        }
    }

    @Nested
    class InTheTextOfAValue {

        @Test
        void isNothingOfThePayload() {
            NewEvent event = NewEvent.of(new JsonEvent("payment", "{\"number\": \"" + SECRET + "\"}"));
            NewEvent object = NewEvent.of(new Checked(NUMBER));
            StreamAppend append = StreamAppend.of(stream, any(), event, object);
            AppendResult result = store.append(append);

            assertThat(List.of(
                            event.payload(),
                            event,
                            object,
                            append,
                            result,
                            store.load(stream).getFirst()))
                    .allSatisfy(value -> assertThat(value.toString())
                            .doesNotContain("canary")
                            .doesNotContain(NUMBER));
            assertThat(event).hasToString("payment v1 " + event.id());
            assertThat(object).hasToString("Checked " + object.id());
        }
    }
}
