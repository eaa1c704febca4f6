package io.github.jooqeventstore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoldenSamplesTest {

    sealed interface OrderEvent {

        @EventType(value = "order-placed", version = 3)
        record OrderPlaced(String customer, BigDecimal amount, String currency) implements OrderEvent {}

        @EventType(value = "order-shipped", version = 2)
        record OrderShipped(String parcel) implements OrderEvent {}
    }

    private static final Upcaster[] UPCASTERS = {
        Upcaster.of("order-placed", 1, order -> order.set("customer", order.remove("buyer"))),
        Upcaster.of("order-placed", 2, order -> order.put("currency", "EUR")),
        Upcaster.unchanged("order-sent", 1).renamedTo("order-shipped")
    };

    private static final EventTypes TYPES = EventTypes.of(OrderEvent.class).with(UPCASTERS);

    @TempDir
    private Path samples;

    @BeforeEach
    void writeSamples() throws IOException {
        write("order-placed.v1.json", "{\"buyer\": \"Ada\", \"amount\": 12.50}");
        write("order-placed.v2.json", "{\"customer\": \"Ada\", \"amount\": 12.50}");
        write("order-placed.v3.json", "{\"customer\": \"Ada\", \"amount\": 12.50, \"currency\": \"EUR\"}");
        write("order-sent.v1.json", "{\"parcel\": \"parcel-7\"}");
        write("order-shipped.v2.json", "{\"parcel\": \"parcel-7\"}");
    }

    private void write(String file, String json) throws IOException {
        Files.writeString(samples.resolve(file), json);
    }

    @Test
    void areWellWhenEachTellsTheSameEventInTheShapeOfItsVersion() {
        assertThat(GoldenSamples.findings(samples, TYPES)).isEmpty();
    }

    @Test
    void findAVersionWithoutASample() throws IOException {
        Files.delete(samples.resolve("order-placed.v2.json"));

        assertThat(GoldenSamples.findings(samples, TYPES))
                .containsExactly("order-placed.v2.json: expected a sample of order-placed v2, found no file");
    }

    @Test
    void findAPropertyThatWasRenamedWithoutANewVersion() {
        @EventType(value = "order-placed", version = 3)
        record OrderPlaced(@Nullable String client, BigDecimal amount, String currency) {}
        EventTypes careless =
                EventTypes.of(OrderPlaced.class, OrderEvent.OrderShipped.class).with(UPCASTERS);

        assertThat(GoldenSamples.findings(samples, careless))
                .containsExactly(
                        "order-placed.v1.json: expected the event of order-placed.v3.json when it is read and written"
                                + " again, found another at /client",
                        "order-placed.v2.json: expected the event of order-placed.v3.json when it is read and written"
                                + " again, found another at /client",
                        "order-placed.v3.json: expected the event of order-placed.v3.json when it is read and written"
                                + " again, found another at /client");
    }

    @Test
    void findATypeThatChangedSoThatItCannotBeRead() {
        @EventType(value = "order-placed", version = 3)
        record OrderPlaced(String customer, int amount, String currency) {}
        EventTypes careless =
                EventTypes.of(OrderPlaced.class, OrderEvent.OrderShipped.class).with(UPCASTERS);

        assertThat(GoldenSamples.findings(samples, careless))
                .hasSize(3)
                .allSatisfy(finding -> assertThat(finding)
                        .startsWith("order-placed.v")
                        .endsWith(" at amount")
                        .doesNotContain("12.5"));
    }

    @Test
    void findASampleWhoseUpcasterIsGone() {
        EventTypes forgetful =
                EventTypes.of(OrderEvent.OrderPlaced.class).with(UPCASTERS[0]).with(UPCASTERS[1]);

        assertThat(GoldenSamples.findings(samples, forgetful))
                .containsExactly(
                        "order-sent.v1.json: expected a type and a version that are known, found neither a class nor an"
                                + " upcaster for it",
                        "order-shipped.v2.json: expected a type and a version that are known, found neither a class nor"
                                + " an upcaster for it");
    }

    @Test
    void findASampleThatIsNoJson() throws IOException {
        write("order-sent.v1.json", "{");

        assertThat(GoldenSamples.findings(samples, TYPES))
                .singleElement()
                .asString()
                .startsWith("order-sent.v1.json: ");
    }
}
