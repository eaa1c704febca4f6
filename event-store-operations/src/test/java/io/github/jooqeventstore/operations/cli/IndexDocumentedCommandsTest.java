package io.github.jooqeventstore.operations.cli;

import io.github.jooqeventstore.operations.TestStore;
import org.junit.jupiter.api.Test;

/** The page indexes.md. */
class IndexDocumentedCommandsTest {
    @Test
    void doWhatThePageSays() {
        TestStore store = TestStore.create();
        store.dsl().execute("""
                insert into event_store.events (version, event_id, stream_id, event_type, event_data, metadata)
                select 1, gen_random_uuid(), 'order-' || n, case n % 2 when 0 then 'placed' else 'paid' end,
                  jsonb_build_object('order', jsonb_build_object('customer', 'c' || n % 500)),
                  jsonb_build_object('tenant', 't' || n % 1000)
                from generate_series(1, 20000) n""");
        store.dsl().execute("create index events_by_kind on event_store.events (event_type, position)");
        store.dsl().execute("analyze event_store.events");
        DocumentedCommands.page("indexes.md")
                .on(store.target())
                .before(
                        "event-store index create --missing",
                        () -> store.dsl().execute("drop index event_store.events_by_time"))
                .run();
    }
}
