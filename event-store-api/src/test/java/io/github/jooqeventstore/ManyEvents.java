package io.github.jooqeventstore;

import static org.jooq.impl.DSL.inline;

import org.jooq.DSLContext;

/** A store that has been in use for long: filled by the server itself, in no time. */
final class ManyEvents {

    /** Types {@code type-0} to {@code type-9}, one event in ten each, and one in a thousand of type {@code rare}. */
    static final int TYPES = 10;

    private ManyEvents() {}

    /** Streams {@code filled-000001} and so on, with so many events each, their events mixed as over time. */
    static void fill(DSLContext dsl, int streams, int eventsPerStream) {
        // Plain SQL: generate_series in the place of a client.
        dsl.execute("""
                insert into event_store.streams (stream_id, version)
                select 'filled-' || lpad(s::text, 6, '0'), {1} from generate_series(1, {0}) s
                """, inline(streams), inline(eventsPerStream));
        dsl.execute("""
                insert into event_store.events (stream_id, version, event_id, event_type, event_data, metadata, created_at)
                select 'filled-' || lpad((n % {0} + 1)::text, 6, '0'), n / {0} + 1,
                       -- rises, as ids of version 7 do
                       ('01800000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid,
                       case when n % 1000 = 0 then 'rare' else 'type-' || n % 10 end,
                       jsonb_build_object('number', n), '{}',
                       timestamptz '2026-01-01 00:00:00+00' + n * interval '1 second'
                from generate_series(0, {0} * {1} - 1) n
                """, inline((long) streams), inline(eventsPerStream));
    }

    static void analyze(DSLContext dsl) {
        dsl.execute("analyze event_store.streams");
        dsl.execute("analyze event_store.events");
    }
}
