package io.github.jooqeventstore.operations.store;

import static io.github.jooqeventstore.schema.Tables.EVENTS;
import static io.github.jooqeventstore.schema.Tables.SNAPSHOTS;
import static io.github.jooqeventstore.schema.Tables.STREAMS;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.lag;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;

import io.github.jooqeventstore.operations.store.StoreFinding.Kind;
import java.util.function.Consumer;
import org.jooq.Cursor;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.ResultQuery;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/** Streams against their events, heads and snapshots. */
record StreamChecks(DSLContext dsl, Findings findings) {
    private static final int FETCHED_AT_ONCE = 1000;

    /** Versions go 1, 2, 3 and so on, and positions rise with them. */
    void continuity() {
        Field<Long> versionBefore = lag(EVENTS.VERSION)
                .over()
                .partitionBy(EVENTS.STREAM_ID)
                .orderBy(EVENTS.VERSION)
                .as("version_before");
        Field<Long> positionBefore = lag(EVENTS.POSITION)
                .over()
                .partitionBy(EVENTS.STREAM_ID)
                .orderBy(EVENTS.VERSION)
                .as("position_before");
        var e = select(EVENTS.STREAM_ID, EVENTS.VERSION, EVENTS.POSITION, versionBefore, positionBefore)
                .from(EVENTS)
                .asTable("e");
        Field<String> stream = column(e.getName(), EVENTS.STREAM_ID);
        Field<Long> version = column(e.getName(), EVENTS.VERSION);
        Field<Long> position = column(e.getName(), EVENTS.POSITION);
        Field<Long> before = DSL.field(name("e", "version_before"), SQLDataType.BIGINT);
        Field<Long> earlier = DSL.field(name("e", "position_before"), SQLDataType.BIGINT);
        each(
                dsl.select(stream, version, position, before, earlier)
                        .from(e)
                        .where(version.ne(coalesce(before, inline(0L)).plus(inline(1L))))
                        .or(position.le(earlier)),
                row -> {
                    Long last = row.get(before);
                    long expected = last == null ? 1 : last + 1;
                    String subject = "stream " + row.get(stream);
                    if (row.get(version) != expected) {
                        findings.add(
                                Kind.STREAM_NOT_CONTINUOUS,
                                subject,
                                "version " + expected,
                                "version " + row.get(version) + " at position " + row.get(position));
                    } else {
                        findings.add(
                                Kind.POSITIONS_NOT_RISING,
                                subject,
                                "version " + expected + " behind position " + row.get(earlier),
                                "it at position " + row.get(position));
                    }
                });
    }

    /** The head of each stream is its last event, no stream lacks its head, no head its stream. */
    void heads() {
        var last = select(EVENTS.STREAM_ID.as("id"), max(EVENTS.VERSION).as("last"))
                .from(EVENTS)
                .groupBy(EVENTS.STREAM_ID)
                .asTable("e");
        Field<String> id = DSL.field(name("e", "id"), SQLDataType.CLOB);
        Field<Long> version = DSL.field(name("e", "last"), SQLDataType.BIGINT);
        Field<String> stream = coalesce(STREAMS.STREAM_ID, id);
        each(
                dsl.select(stream, STREAMS.VERSION, version)
                        .from(STREAMS)
                        .fullJoin(last)
                        .on(id.eq(STREAMS.STREAM_ID))
                        .where(STREAMS.VERSION.isDistinctFrom(version)),
                row -> findings.add(
                        Kind.HEAD_DIFFERS,
                        "stream " + row.get(stream),
                        row.get(version) == null
                                ? "events up to " + row.get(STREAMS.VERSION)
                                : "head " + row.get(version),
                        row.get(version) == null
                                ? "none"
                                : row.get(STREAMS.VERSION) == null ? "no head" : "head " + row.get(STREAMS.VERSION)));
    }

    /** No saved state is of a version that is not there. */
    void snapshots() {
        each(
                dsl.select(SNAPSHOTS.STREAM_ID, SNAPSHOTS.SNAPSHOT_TYPE, SNAPSHOTS.VERSION, STREAMS.VERSION)
                        .from(SNAPSHOTS)
                        .leftJoin(STREAMS)
                        .on(STREAMS.STREAM_ID.eq(SNAPSHOTS.STREAM_ID))
                        .where(STREAMS.VERSION.isNull().or(STREAMS.VERSION.lt(SNAPSHOTS.VERSION))),
                row -> findings.add(
                        Kind.SNAPSHOT_AHEAD,
                        "snapshot " + row.get(SNAPSHOTS.SNAPSHOT_TYPE) + " of stream " + row.get(SNAPSHOTS.STREAM_ID),
                        row.get(STREAMS.VERSION) == null
                                ? "the stream"
                                : "version " + row.get(STREAMS.VERSION) + " at most",
                        row.get(STREAMS.VERSION) == null ? "none" : "version " + row.get(SNAPSHOTS.VERSION)));
    }

    private static <R extends Record> void each(ResultQuery<R> query, Consumer<R> action) {
        try (Cursor<R> rows = query.fetchSize(FETCHED_AT_ONCE).fetchLazy()) {
            rows.forEach(action);
        }
    }

    private static <T> Field<T> column(String table, Field<T> column) {
        return DSL.field(name(table, column.getName()), column.getDataType());
    }
}
