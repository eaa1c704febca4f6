package io.github.jooqeventstore.operations.cli;

import static io.github.jooqeventstore.schema.Tables.SUBSCRIPTIONS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.jooqeventstore.operations.TestStore;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code store lag} and {@code store replay-estimate}. */
class StoreLagCommandTest {
    private static final JsonMapper JSON = new JsonMapper();

    private final TestStore store = TestStore.create();

    private int code(String... more) {
        String[] arguments = new String[2 + more.length];
        arguments[0] = "store";
        arguments[1] = "lag";
        System.arraycopy(more, 0, arguments, 2, more.length);
        return Cli.on(store.target(), arguments).code();
    }

    @Test
    void endsWithTheCodeOfTheWorst() {
        store.append(20);
        assertThat(code()).isZero();
        store.subscription("mail", 20);
        assertThat(code()).isZero();
        store.subscription("unattended", 10);
        assertThat(code()).isEqualTo(1);
        store.subscription("ahead", 21);
        assertThat(code()).isEqualTo(7);
    }

    @Test
    void endsWith1WhereOneIsBehindForTooLong() {
        store.append(20);
        store.subscription("mail", 10);
        // As if a program worked on it.
        store.dsl()
                .update(SUBSCRIPTIONS)
                .set(SUBSCRIPTIONS.OWNER, "program-1")
                .set(
                        SUBSCRIPTIONS.LEASED_UNTIL,
                        OffsetDateTime.now(ZoneOffset.UTC).plusHours(1))
                .execute();

        assertThat(code()).isZero();
        assertThat(code("--max", "0s")).isEqualTo(1);
        assertThat(code("--max", "1h")).isZero();
        assertThat(code("--max", "soon")).isEqualTo(2);
    }

    @Test
    void saysItAsJson() {
        store.append(20);
        store.subscription("mail", 10);

        JsonNode lag =
                JSON.readTree(Cli.on(store.target(), "store", "lag", "--json").out());

        assertThat(lag.get("headPosition").asLong()).isEqualTo(20);
        assertThat(lag.get("partitions").get(0).get("standing").asString()).isEqualTo("UNATTENDED");
        assertThat(lag.get("partitions").get(0).get("positions").asLong()).isEqualTo(10);
    }

    @Test
    void estimatesAReplayAsJson() {
        store.append(20);

        Cli call = Cli.on(
                store.target(),
                "store",
                "replay-estimate",
                "--types",
                "OrderPlaced,Other",
                "--handler",
                "2ms",
                "--json");

        JsonNode estimate = JSON.readTree(call.out());
        assertThat(call.code()).isZero();
        assertThat(estimate.get("events").asLong()).isEqualTo(20);
        assertThat(estimate.get("handlerSeconds").asDouble()).isEqualTo(0.04);
        assertThat(estimate.get("leftOut").isEmpty()).isFalse();
    }

    @Test
    void knowsNoReplayOfWhatWasNeverStarted() {
        Cli call = Cli.on(store.target(), "store", "replay-estimate", "totals");

        assertThat(call.code()).isEqualTo(2);
        assertThat(call.err()).contains("store lag shows all");
    }
}
