package io.github.jooqeventstore.benchmarks;

import io.github.jooqeventstore.EventMetadata;
import io.github.jooqeventstore.JsonEvent;
import io.github.jooqeventstore.NewEvent;
import io.github.jooqeventstore.benchmarks.contender.SampleEvent;
import java.util.ArrayList;
import java.util.List;

/** The event of all benchmarks as the event store takes it. */
final class SampleEvents {

    private static final EventMetadata METADATA =
            EventMetadata.none().withCorrelationId(SampleEvent.CORRELATION_ID).withUserId(SampleEvent.USER_ID);

    private static final JsonEvent PAYLOAD = new JsonEvent(SampleEvent.TYPE, SampleEvent.DATA);

    private SampleEvents() {}

    static List<NewEvent> list(int events) {
        List<NewEvent> list = new ArrayList<>(events);
        for (int i = 0; i < events; i++) {
            list.add(NewEvent.of(PAYLOAD, METADATA));
        }
        return list;
    }
}
