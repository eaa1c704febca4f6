package io.github.jooqeventstore;

import static io.github.jooqeventstore.Parameter.COUNTS;
import static io.github.jooqeventstore.Parameter.DATAS;
import static io.github.jooqeventstore.Parameter.EVENT_ORDINALS;
import static io.github.jooqeventstore.Parameter.EVENT_STREAMS;
import static io.github.jooqeventstore.Parameter.EXPECTEDS;
import static io.github.jooqeventstore.Parameter.IDS;
import static io.github.jooqeventstore.Parameter.METADATAS;
import static io.github.jooqeventstore.Parameter.MODES;
import static io.github.jooqeventstore.Parameter.SCHEMA_VERSIONS;
import static io.github.jooqeventstore.Parameter.STREAMS;
import static io.github.jooqeventstore.Parameter.TYPES;
import static io.github.jooqeventstore.SqlParts.eventOf;
import static io.github.jooqeventstore.SqlParts.field;
import static io.github.jooqeventstore.SqlParts.jsonOf;
import static io.github.jooqeventstore.SqlParts.nothing;
import static io.github.jooqeventstore.SqlParts.unnest;
import static io.github.jooqeventstore.schema.Tables.EVENTS;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.boolAnd;
import static org.jooq.impl.DSL.cardinality;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.insertInto;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectCount;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.update;
import static org.jooq.impl.DSL.when;
import static org.jooq.impl.DSL.with;
import static org.jooq.impl.SQLDataType.BIGINT;
import static org.jooq.impl.SQLDataType.BOOLEAN;
import static org.jooq.impl.SQLDataType.CLOB;
import static org.jooq.impl.SQLDataType.INTEGER;
import static org.jooq.impl.SQLDataType.TIMESTAMPWITHTIMEZONE;
import static org.jooq.impl.SQLDataType.UUID;

import io.github.jooqeventstore.AppendSql.Head;
import io.github.jooqeventstore.schema.Tables;
import io.github.jooqeventstore.schema.tables.Events;
import io.github.jooqeventstore.schema.tables.Streams;
import org.jooq.CommonTableExpression;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.Table;
import org.jooq.impl.DSL;

/**
 * The statement that appends to several streams, all or nothing.
 *
 * <p>It locks the heads that are there in the order of the database's own collation, judges all expectations by them,
 * creates the heads that are missing, and writes only if every head could be had. A head that this statement creates can
 * neither be withdrawn nor updated by it; so where two or more are to be created and another writer creates one of them
 * at the same moment, a guard divides by zero. With at most one to create, no race raises an error.
 */
final class SeveralStreamsSql {

    private static final Streams S = Tables.STREAMS.as("s");
    private static final Events KNOWN = EVENTS.as("known");

    static final Field<String> ASKED_STREAM = field("r", "stream_id", CLOB);
    private static final Field<Integer> ASKED_MODE = field("r", "mode", INTEGER);
    private static final Field<Long> ASKED_VERSION = field("r", "expected", BIGINT);
    static final Field<Long> ASKED_COUNT = field("r", "n", BIGINT);
    static final Field<String> LOCKED_STREAM = field("l", "stream_id", CLOB);
    static final Field<Long> LOCKED_VERSION = field("l", "version", BIGINT);

    private SeveralStreamsSql() {}

    static Query allOrNothing(Condition durable) {
        CommonTableExpression<?> asked = asked();
        CommonTableExpression<?> locked = locked();
        Table<?> r = asked.as("r");
        Table<?> l = locked.as("l");
        CommonTableExpression<?> verdict = name("verdict")
                .fields("creates", "ok")
                .asMaterialized(select(
                                count().filterWhere(LOCKED_STREAM.isNull()),
                                DSL.field(DSL.condition(boolAnd(expectationHolds()))
                                        .and(notExists(selectOne().from(KNOWN).where(SqlParts.hasIdOf(KNOWN, IDS))))
                                        .and(durable)))
                        .from(r)
                        .leftJoin(l)
                        .on(LOCKED_STREAM.eq(ASKED_STREAM)));
        Condition ok = DSL.condition(field("verdict", "ok", BOOLEAN));
        CommonTableExpression<?> created = name("created")
                .fields("stream_id", "version")
                .as(insertInto(Tables.STREAMS, Tables.STREAMS.STREAM_ID, Tables.STREAMS.VERSION)
                        .select(select(ASKED_STREAM, ASKED_COUNT)
                                .from(r, verdict)
                                .where(ok)
                                .and(notExists(selectOne().from(l).where(LOCKED_STREAM.eq(ASKED_STREAM))))
                                .orderBy(ASKED_STREAM))
                        .onConflict(Tables.STREAMS.STREAM_ID)
                        .doNothing()
                        .returningResult(Tables.STREAMS.STREAM_ID, inline(0L)));
        CommonTableExpression<?> heads = name("h")
                .fields("stream_id", "version")
                .as(select(LOCKED_STREAM, LOCKED_VERSION)
                        .from(l)
                        .unionAll(select(field("created", "stream_id", CLOB), field("created", "version", BIGINT))
                                .from(created)));
        Field<Integer> numberCreated = DSL.field(selectCount().from(created));
        Field<Integer> creates =
                DSL.field(select(field("verdict", "creates", INTEGER)).from(verdict));
        CommonTableExpression<?> written = name("written")
                .fields("stream_id", "version", "position")
                .as(insertInto(
                                EVENTS,
                                EVENTS.STREAM_ID,
                                EVENTS.VERSION,
                                EVENTS.EVENT_ID,
                                EVENTS.EVENT_TYPE,
                                EVENTS.SCHEMA_VERSION,
                                EVENTS.EVENT_DATA,
                                EVENTS.METADATA)
                        .select(select(
                                        field("h", "stream_id", CLOB),
                                        field("h", "version", BIGINT).plus(eventOf("i", INTEGER)),
                                        eventOf("event_id", UUID),
                                        eventOf("event_type", CLOB),
                                        eventOf("schema_version", INTEGER),
                                        jsonOf("event_data"),
                                        jsonOf("metadata"))
                                .from(heads)
                                .join(newEvents())
                                .on(eventOf("stream_id", CLOB).eq(field("h", "stream_id", CLOB)))
                                .where(exists(selectOne()
                                        .from(verdict)
                                        .where(ok)
                                        .and(field("verdict", "creates", INTEGER)
                                                .eq(numberCreated))))
                                .orderBy(field("h", "stream_id", CLOB), eventOf("i", INTEGER)))
                        .onConflict(EVENTS.EVENT_ID)
                        .doNothing()
                        .returningResult(EVENTS.STREAM_ID, EVENTS.VERSION, EVENTS.POSITION));
        Field<Integer> numberWritten = DSL.field(selectCount().from(written));
        CommonTableExpression<?> moved = name("moved")
                .as(update(S)
                        .set(S.VERSION, S.VERSION.plus(ASKED_COUNT))
                        // Heads that this statement creates are invisible to it; a join with those that it has locked
                        // would say the same, in a nested loop whose time grows with the square of the streams.
                        .from(r)
                        .where(S.STREAM_ID.eq(ASKED_STREAM))
                        // Says the same again: a plan made while the table was small would scan all of it.
                        .and(S.STREAM_ID.eq(any(STREAMS)))
                        .and(numberWritten.gt(inline(0)))
                        .returningResult(S.VERSION));
        Table<?> guard = select(numberCreated.as("c"), numberWritten.as("w"), creates.as("creates"))
                .asTable("g");
        Field<Integer> c = field("g", "c", INTEGER);
        Field<Integer> w = field("g", "w", INTEGER);
        return with(asked)
                .with(locked)
                .with(verdict)
                .with(created)
                .with(heads)
                .with(written)
                .with(moved)
                .select(
                        field("written", "stream_id", CLOB),
                        field("written", "version", BIGINT),
                        field("written", "position", BIGINT))
                .from(written)
                .unionAll(select(
                                inline((String) null, CLOB),
                                nothing(),
                                inline(1L).div(c.minus(c)))
                        .from(guard)
                        .where(c.gt(inline(0)).and(c.ne(field("g", "creates", INTEGER))))
                        .or(w.ne(cardinality(IDS)).and(w.gt(inline(0)).or(c.gt(inline(0))))));
    }

    /** What is asked, one row a stream. */
    static CommonTableExpression<?> asked() {
        return name("asked")
                .fields("stream_id", "mode", "expected", "n")
                .asMaterialized(select(ASKED_STREAM, ASKED_MODE, ASKED_VERSION, ASKED_COUNT)
                        .from(unnest("r", STREAMS, MODES, EXPECTEDS, COUNTS)
                                .columns("stream_id", "mode", "expected", "n")));
    }

    /** The heads that are there, locked in the order of the database's own collation. */
    static CommonTableExpression<?> locked() {
        return name("locked")
                .fields("stream_id", "version", "archived_at")
                .asMaterialized(select(S.STREAM_ID, S.VERSION, S.ARCHIVED_AT)
                        .from(S)
                        .where(S.STREAM_ID.eq(any(STREAMS)))
                        .orderBy(S.STREAM_ID)
                        .forNoKeyUpdate());
    }

    /** Of an asked stream {@code r} beside its head {@code l}, which is absent if there is no such stream. */
    static Condition expectationHolds() {
        return when(
                        LOCKED_STREAM.isNull(),
                        DSL.field(ASKED_MODE.in(inline(Head.ANY.code), inline(Head.NO_STREAM.code))))
                .otherwise(DSL.field(field("l", "archived_at", TIMESTAMPWITHTIMEZONE)
                        .isNull()
                        .and(ASKED_MODE
                                .in(inline(Head.ANY.code), inline(Head.STREAM_EXISTS.code))
                                .or(ASKED_MODE.eq(inline(Head.EXACTLY.code)).and(ASKED_VERSION.eq(LOCKED_VERSION))))))
                .eq(inline(true));
    }

    static Table<?> newEvents() {
        return unnest("e", EVENT_STREAMS, EVENT_ORDINALS, IDS, TYPES, SCHEMA_VERSIONS, DATAS, METADATAS)
                .columns("stream_id", "i", "event_id", "event_type", "schema_version", "event_data", "metadata");
    }
}
