package io.github.jooqeventstore.operations.index;

import io.github.jooqeventstore.EventFilter;
import io.github.jooqeventstore.EventQuery;
import io.github.jooqeventstore.EventStore;
import io.github.jooqeventstore.RecordedEvent;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/** Many events at once, and the library's questions for them. */
final class SomeEvents {
    private SomeEvents() {}

    /** Of two types in turns, 1,000 tenants in the metadata, 500 customers in the payload. Plain SQL: it is faster than appending. */
    static void insert(DSLContext dsl, int events) {
        dsl.execute(
                "insert into event_store.streams (stream_id, version) select 'order-' || n, 1"
                        + " from generate_series(1, {0}) n",
                DSL.inline(events));
        dsl.execute("""
                insert into event_store.events (version, event_id, stream_id, event_type, event_data, metadata)
                select 1, gen_random_uuid(), 'order-' || n, case n % 2 when 0 then 'placed' else 'paid' end,
                  jsonb_build_object('order', jsonb_build_object('customer', 'c' || n % 500), 'text', repeat('x', 100)),
                  jsonb_build_object('tenant', 't' || n % 1000)
                from generate_series(1, {0}) n""", DSL.inline(events));
    }

    static List<RecordedEvent> of(DSLContext dsl, EventFilter filter) {
        return EventStore.using(dsl).query(EventQuery.where(filter));
    }
}
