package io.github.jooqeventstore;

import static io.github.jooqeventstore.schema.Tables.EVENTS;
import static io.github.jooqeventstore.schema.Tables.STREAMS;

import java.util.Map;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * What an append can leave behind, in a table whose rows never change: two are equal when nothing was written in
 * between, not even a position burnt.
 *
 * @param heads the version of each stream
 * @param events the number of events
 * @param lastDrawn the last position that was drawn, null if none was
 */
record StoreContents(
        Map<String, Long> heads, int events, @Nullable Long lastDrawn) {

    static StoreContents of(DSLContext dsl) {
        return new StoreContents(
                dsl.select(STREAMS.STREAM_ID, STREAMS.VERSION)
                        .from(STREAMS)
                        .fetchMap(STREAMS.STREAM_ID, STREAMS.VERSION),
                dsl.fetchCount(EVENTS),
                // The state of a sequence is known to the catalog alone.
                dsl.resultQuery("select pg_sequence_last_value('event_store.events_position_seq'::regclass)")
                        .fetchSingle(0, Long.class));
    }
}
