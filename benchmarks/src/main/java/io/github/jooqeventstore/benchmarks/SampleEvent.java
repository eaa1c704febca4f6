package io.github.jooqeventstore.benchmarks;

import io.github.jooqeventstore.EventMetadata;
import io.github.jooqeventstore.JsonEvent;
import io.github.jooqeventstore.NewEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The event of all benchmarks: about 330 bytes of data and 85 of metadata. */
final class SampleEvent {

    static final String TYPE = "order-line-added";

    static final String DATA =
            "{\"orderId\": \"3f2a9c1e-7b54-4d0e-9a51-0c2f6b8e7d11\", \"line\": 7, \"sku\": \"SKU-0048213\","
                    + " \"description\": \"Stainless steel hex bolt M8 x 40, DIN 933, box of 200\", \"quantity\": 12,"
                    + " \"price\": 18.90, \"currency\": \"EUR\", \"discounts\": [{\"code\": \"SPRING\", \"percent\": 5}],"
                    + " \"warehouse\": \"north-2\", \"requestedFor\": \"2026-11-30\", \"note\": \"deliver to gate 4\"}";

    static final EventMetadata METADATA = EventMetadata.none()
            .withCorrelationId("c0a8012e-5f0b-4c8e-8a66-1d2f3b4c5d6e")
            .withUserId("ada.lovelace");

    static final String METADATA_JSON =
            "{\"correlation_id\": \"c0a8012e-5f0b-4c8e-8a66-1d2f3b4c5d6e\", \"user_id\": \"ada.lovelace\"}";

    private static final JsonEvent PAYLOAD = new JsonEvent(TYPE, DATA);

    private SampleEvent() {}

    static List<NewEvent> list(int events) {
        List<NewEvent> list = new ArrayList<>(events);
        IntStream.range(0, events).forEach(i -> list.add(NewEvent.of(PAYLOAD, METADATA)));
        return list;
    }
}
