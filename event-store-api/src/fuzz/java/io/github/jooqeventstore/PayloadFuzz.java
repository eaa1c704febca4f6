package io.github.jooqeventstore;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Comparator;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** Whatever payload and metadata an append accepts, PostgreSQL stores and a load brings back. */
class PayloadFuzz {

    private static final EventStore STORE =
            EventStore.using(TestDatabase.migrated().dslOnOneConnection());

    /** Equal but for how numbers are written. */
    private static final Comparator<JsonNode> SAME = (one, other) -> {
        if (one.isNumber() && other.isNumber()) {
            return one.decimalValue().compareTo(other.decimalValue());
        }
        return one.equals(other) ? 0 : 1;
    };

    @FuzzTest(maxDuration = "30s")
    void whatIsAcceptedComesBack(FuzzedDataProvider data) {
        StreamId stream = StreamId.of("fuzzed", UUID.randomUUID());
        String key = data.consumeString(20);
        String value = data.consumeString(20);
        String json = FuzzedJson.of(data);

        NewEvent event;
        try {
            event = NewEvent.of(new JsonEvent("fuzzed", json), EventMetadata.of(key, value));
            STORE.append(stream, ExpectedVersion.noStream(), event);
        } catch (InvalidInputException refused) {
            assertThat(STORE.load(stream)).isEmpty();
            return;
        }

        RecordedEvent recorded = STORE.load(stream).getFirst();
        assertThat(LiftedJson.EXACT.readTree(recorded.json()).equals(SAME, LiftedJson.EXACT.readTree(json)))
                .isTrue();
        assertThat(recorded.metadata()).isEqualTo(EventMetadata.of(key, value));
    }
}
