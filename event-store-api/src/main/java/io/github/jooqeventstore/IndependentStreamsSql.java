package io.github.jooqeventstore;

import static io.github.jooqeventstore.Parameter.EVENT_STREAMS;
import static io.github.jooqeventstore.Parameter.IDS;
import static io.github.jooqeventstore.Parameter.STREAMS;
import static io.github.jooqeventstore.SqlParts.eventOf;
import static io.github.jooqeventstore.SqlParts.field;
import static io.github.jooqeventstore.SqlParts.jsonOf;
import static io.github.jooqeventstore.SqlParts.unnest;
import static io.github.jooqeventstore.schema.Tables.EVENTS;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.insertInto;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectCount;
import static org.jooq.impl.DSL.update;
import static org.jooq.impl.DSL.with;
import static org.jooq.impl.SQLDataType.BIGINT;
import static org.jooq.impl.SQLDataType.CLOB;
import static org.jooq.impl.SQLDataType.INTEGER;
import static org.jooq.impl.SQLDataType.UUID;

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
 * The statement that appends to several streams, each as if it was alone: what of one cannot be written keeps no other back.
 *
 * <p>It locks the heads as the statement for all or nothing does. An append has no row if it is refused, if its events are
 * known, or if another has created its stream meanwhile. The same ids being written at this very moment are an error, and
 * then nothing of any append is written.
 *
 * <p>Two such statements do not deadlock by their heads, because each first locks all that are there, then creates all that
 * are missing, and moves any only after that. To create a head that another has created meanwhile is to wait for whoever
 * moves it, and not for whoever has only locked it: so nobody who may be waited for waits for heads himself, except in order.
 */
final class IndependentStreamsSql {

    private static final Streams S = Tables.STREAMS.as("s");
    private static final Events KNOWN = EVENTS.as("known");

    private static final Field<String> GRANTED_STREAM = field("g", "stream_id", CLOB);
    private static final Field<Long> GRANTED_COUNT = field("g", "n", BIGINT);
    private static final Field<Long> GRANTED_VERSION = field("g", "version", BIGINT);
    private static final Field<String> HEAD_STREAM = field("h", "stream_id", CLOB);

    private IndependentStreamsSql() {}

    /** Holds, and reads the locked heads to their end before anything that is made of them goes on. */
    static Condition everyHeadIsLocked(CommonTableExpression<?> locked) {
        return DSL.field(selectCount().from(locked)).ge(inline(0));
    }

    static Query each(Condition durable) {
        CommonTableExpression<?> asked = SeveralStreamsSql.asked();
        CommonTableExpression<?> locked = SeveralStreamsSql.locked();
        CommonTableExpression<?> repeated = name("repeated")
                .fields("stream_id")
                .asMaterialized(select(field("d", "stream_id", CLOB))
                        .from(unnest("d", EVENT_STREAMS, IDS).columns("stream_id", "event_id"))
                        .join(KNOWN)
                        .on(KNOWN.EVENT_ID.eq(field("d", "event_id", UUID)))
                        // Says the same again: a plan made while the table was small would scan all of it.
                        .where(SqlParts.hasIdOf(KNOWN, IDS)));
        CommonTableExpression<?> granted = name("granted")
                .fields("stream_id", "n", "version")
                .asMaterialized(select(
                                SeveralStreamsSql.ASKED_STREAM,
                                SeveralStreamsSql.ASKED_COUNT,
                                SeveralStreamsSql.LOCKED_VERSION)
                        .from(asked.as("r"))
                        .leftJoin(locked.as("l"))
                        .on(SeveralStreamsSql.LOCKED_STREAM.eq(SeveralStreamsSql.ASKED_STREAM))
                        .where(SeveralStreamsSql.expectationHolds())
                        .and(SeveralStreamsSql.ASKED_STREAM.notIn(
                                select(field("repeated", "stream_id", CLOB)).from(repeated)))
                        .and(everyHeadIsLocked(locked))
                        .and(durable));
        Table<?> g = granted.as("g");
        CommonTableExpression<?> created = name("created")
                .fields("stream_id", "version")
                .as(insertInto(Tables.STREAMS, Tables.STREAMS.STREAM_ID, Tables.STREAMS.VERSION)
                        .select(select(GRANTED_STREAM, GRANTED_COUNT)
                                .from(g)
                                .where(GRANTED_VERSION.isNull())
                                .orderBy(GRANTED_STREAM))
                        .onConflict(Tables.STREAMS.STREAM_ID)
                        .doNothing()
                        .returningResult(Tables.STREAMS.STREAM_ID, inline(0L)));
        CommonTableExpression<?> moved = name("moved")
                .fields("stream_id", "version")
                .as(update(S)
                        .set(S.VERSION, S.VERSION.plus(GRANTED_COUNT))
                        .from(g)
                        .where(S.STREAM_ID.eq(GRANTED_STREAM))
                        // The same again, for the same reason.
                        .and(S.STREAM_ID.eq(any(STREAMS)))
                        .and(GRANTED_VERSION.isNotNull())
                        .returningResult(S.STREAM_ID, S.VERSION.minus(GRANTED_COUNT)));
        CommonTableExpression<?> heads = name("h")
                .fields("stream_id", "version")
                .as(select(field("created", "stream_id", CLOB), field("created", "version", BIGINT))
                        .from(created)
                        .unionAll(select(field("moved", "stream_id", CLOB), field("moved", "version", BIGINT))
                                .from(moved)));
        return with(asked)
                .with(locked)
                .with(repeated)
                .with(granted)
                .with(created)
                .with(moved)
                .with(heads)
                .insertInto(
                        EVENTS,
                        EVENTS.STREAM_ID,
                        EVENTS.VERSION,
                        EVENTS.EVENT_ID,
                        EVENTS.EVENT_TYPE,
                        EVENTS.SCHEMA_VERSION,
                        EVENTS.EVENT_DATA,
                        EVENTS.METADATA)
                .select(select(
                                HEAD_STREAM,
                                field("h", "version", BIGINT).plus(eventOf("i", INTEGER)),
                                eventOf("event_id", UUID),
                                eventOf("event_type", CLOB),
                                eventOf("schema_version", INTEGER),
                                jsonOf("event_data"),
                                jsonOf("metadata"))
                        .from(heads)
                        .join(SeveralStreamsSql.newEvents())
                        .on(eventOf("stream_id", CLOB).eq(HEAD_STREAM))
                        .orderBy(HEAD_STREAM, eventOf("i", INTEGER)))
                .returningResult(EVENTS.STREAM_ID, EVENTS.VERSION, EVENTS.POSITION);
    }
}
