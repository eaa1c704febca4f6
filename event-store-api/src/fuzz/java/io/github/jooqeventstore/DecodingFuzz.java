package io.github.jooqeventstore;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Whatever JSON another program has stored, reading it gives an object or one of the library's own exceptions. */
class DecodingFuzz {

    enum Colour {
        RED,
        GREEN
    }

    record Everything(
            String text,
            int number,
            long longNumber,
            double fraction,
            BigDecimal amount,
            boolean flag,
            Colour colour,
            Instant moment,
            LocalDate day,
            ZonedDateTime zoned,
            Duration duration,
            UUID id,
            List<Everything> parts,
            Map<String, Colour> colours) {}

    private static final List<String> NAMES = List.of(
            "text",
            "number",
            "longNumber",
            "fraction",
            "amount",
            "flag",
            "colour",
            "moment",
            "day",
            "zoned",
            "duration",
            "id",
            "parts",
            "colours",
            "@class");

    private static final EventCodec CODEC = new EventCodec(
            EventTypes.none().with("everything", 2, Everything.class).with(Upcaster.of("everything", 1, object -> {
                object.remove("amount");
                return object;
            })),
            EventSerializer.jackson(),
            1 << 20);

    @FuzzTest(maxDuration = "30s")
    void endsInAnObjectOrInAnErrorOfTheLibrary(FuzzedDataProvider data) {
        StringBuilder json = new StringBuilder("{");
        for (String name : NAMES) {
            if (data.consumeBoolean()) {
                json.append(json.length() == 1 ? "" : ",")
                        .append('"')
                        .append(name)
                        .append("\":")
                        .append(FuzzedJson.of(data));
            }
        }
        String payload = data.consumeInt(0, 9) == 0
                ? FuzzedJson.of(data)
                : json.append('}').toString();
        RecordedEvent event = new RecordedEvent(
                CODEC,
                StreamId.of("fuzzed"),
                1,
                1,
                Instant.EPOCH,
                new UUID(0, 1),
                data.consumeInt(0, 3),
                data.consumeBoolean() ? "everything" : data.consumeString(10),
                payload.getBytes(UTF_8),
                FuzzedJson.of(data).getBytes(UTF_8));

        try {
            assertThat(event.payload()).isInstanceOf(Everything.class);
        } catch (EventStoreException known) {
            assertThat(known).hasMessageContaining("fuzzed@1");
        }
        try {
            assertThat(event.metadata()).isNotNull();
        } catch (EventStoreException known) {
            assertThat(known).hasMessageContaining("fuzzed@1");
        }
    }
}
