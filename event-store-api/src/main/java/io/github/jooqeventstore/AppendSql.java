package io.github.jooqeventstore;

import static io.github.jooqeventstore.Parameter.COUNT;
import static io.github.jooqeventstore.Parameter.DATA;
import static io.github.jooqeventstore.Parameter.DATAS;
import static io.github.jooqeventstore.Parameter.EXPECTED;
import static io.github.jooqeventstore.Parameter.ID;
import static io.github.jooqeventstore.Parameter.IDS;
import static io.github.jooqeventstore.Parameter.METADATA;
import static io.github.jooqeventstore.Parameter.METADATAS;
import static io.github.jooqeventstore.Parameter.SCHEMA_VERSION;
import static io.github.jooqeventstore.Parameter.SCHEMA_VERSIONS;
import static io.github.jooqeventstore.Parameter.STREAM;
import static io.github.jooqeventstore.Parameter.TYPE;
import static io.github.jooqeventstore.Parameter.TYPES;
import static io.github.jooqeventstore.SqlParts.eventOf;
import static io.github.jooqeventstore.SqlParts.field;
import static io.github.jooqeventstore.SqlParts.jsonOf;
import static io.github.jooqeventstore.SqlParts.unnest;
import static io.github.jooqeventstore.schema.Tables.EVENTS;
import static io.github.jooqeventstore.schema.Tables.STREAMS;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.excluded;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.insertInto;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectCount;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.update;
import static org.jooq.impl.DSL.when;
import static org.jooq.impl.DSL.with;
import static org.jooq.impl.SQLDataType.BIGINT;
import static org.jooq.impl.SQLDataType.CLOB;
import static org.jooq.impl.SQLDataType.INTEGER;
import static org.jooq.impl.SQLDataType.UUID;

import io.github.jooqeventstore.schema.tables.Events;
import io.github.jooqeventstore.schema.tables.Streams;
import org.jooq.CommonTableExpression;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.Record1;
import org.jooq.ResultQuery;
import org.jooq.Table;
import org.jooq.impl.DSL;

/**
 * The statements that append to one stream.
 *
 * <p>Each is one data-modifying statement: it moves the head of the stream if the expectation holds, inserts the events
 * joined to the moved head, and returns version and position of each. No row back means that nothing was written, and is
 * no SQL error, so the caller's transaction lives on. The check for ids that are known turns the usual late repetition
 * of an append into such a refusal, too.
 */
final class AppendSql {

    private static final Streams S = STREAMS.as("s");
    private static final Events KNOWN = EVENTS.as("known");

    /** The version of the stream before the append. */
    private static final Field<Long> BEFORE = field("h", "version", BIGINT);

    private final Condition durable;

    AppendSql(Condition durable) {
        this.durable = durable;
    }

    /** How the head of a stream is moved. */
    enum Head {
        ANY(3),
        NO_STREAM(0),
        STREAM_EXISTS(2),
        EXACTLY(1);

        /** How the expectation is sent where it is a value. */
        final int code;

        Head(int code) {
            this.code = code;
        }

        static Head of(ExpectedVersion expected) {
            return switch (expected) {
                case ExpectedVersion.Any any -> ANY;
                case ExpectedVersion.NoStream none -> NO_STREAM;
                case ExpectedVersion.StreamExists some -> STREAM_EXISTS;
                case ExpectedVersion.Exactly exactly -> EXACTLY;
            };
        }
    }

    /** One event, without arrays: three array parses and a function scan less. */
    Query one(Head head) {
        return one(head, notExists(selectOne().from(KNOWN).where(KNOWN.EVENT_ID.eq(ID))));
    }

    /**
     * The same without the check for an id that is known, which costs a twentieth of the append. An append that is repeated
     * is refused by its expectation all the same, since the head has moved; only the id of some other event raises an error
     * here, which must hurt nobody: only for an append that commits by itself, and not for any version.
     */
    Query oneByItself(Head head) {
        return one(head, noCondition());
    }

    private Query one(Head head, Condition unknown) {
        CommonTableExpression<?> h = name("h").fields("version").as(moveHead(head, inline(1L), unknown));
        return with(h).insertInto(
                        EVENTS,
                        EVENTS.STREAM_ID,
                        EVENTS.VERSION,
                        EVENTS.EVENT_ID,
                        EVENTS.EVENT_TYPE,
                        EVENTS.SCHEMA_VERSION,
                        EVENTS.EVENT_DATA,
                        EVENTS.METADATA)
                .select(select(STREAM, BEFORE.plus(inline(1L)), ID, TYPE, SCHEMA_VERSION, DATA, METADATA)
                        .from(h))
                .returningResult(EVENTS.VERSION, EVENTS.POSITION);
    }

    /** Several events; their ordinals order the insertion, so positions rise with versions. */
    Query many(Head head) {
        return many(head, idsUnknown());
    }

    /** As {@link #oneByItself}. */
    Query manyByItself(Head head) {
        return many(head, noCondition());
    }

    private Query many(Head head, Condition unknown) {
        CommonTableExpression<?> h = name("h").fields("version").as(moveHead(head, COUNT, unknown));
        return with(h).insertInto(
                        EVENTS,
                        EVENTS.STREAM_ID,
                        EVENTS.VERSION,
                        EVENTS.EVENT_ID,
                        EVENTS.EVENT_TYPE,
                        EVENTS.SCHEMA_VERSION,
                        EVENTS.EVENT_DATA,
                        EVENTS.METADATA)
                .select(select(
                                STREAM,
                                BEFORE.plus(eventOf("i", BIGINT)),
                                eventOf("event_id", UUID),
                                eventOf("event_type", CLOB),
                                eventOf("schema_version", INTEGER),
                                jsonOf("event_data"),
                                jsonOf("metadata"))
                        .from(h, newEvents())
                        .orderBy(eventOf("i", BIGINT)))
                .returningResult(EVENTS.VERSION, EVENTS.POSITION);
    }

    /**
     * Whatever the stream is, or only if it is there, without an SQL error even when the same ids are being written at
     * this very moment: the head is locked, the events are written, then the head moves by what was written.
     *
     * <p>{@code on conflict do nothing} is sound here alone. All ids known: nothing moves. All new: the head moves by
     * their number. A part known, which only a racing append with some of the same ids can bring about: the guard
     * divides by zero, so there is never a part of an append.
     */
    Query locked(boolean create) {
        CommonTableExpression<?> locked = name("locked")
                .fields("stream_id", "version")
                .asMaterialized(select(S.STREAM_ID, S.VERSION)
                        .from(S)
                        .where(S.STREAM_ID.eq(STREAM))
                        .and(S.ARCHIVED_AT.isNull())
                        .and(idsUnknown())
                        .and(durable)
                        .forNoKeyUpdate());
        CommonTableExpression<?> created = name("created")
                .fields("stream_id", "version")
                .as(insertInto(STREAMS, STREAMS.STREAM_ID, STREAMS.VERSION)
                        .select(select(STREAM, COUNT)
                                .where(notExists(selectOne().from(S).where(S.STREAM_ID.eq(STREAM))))
                                .and(idsUnknown())
                                .and(durable))
                        .onConflict(STREAMS.STREAM_ID)
                        .doNothing()
                        .returningResult(STREAMS.STREAM_ID, inline(0L)));
        var before = select(field("locked", "version", BIGINT)).from(locked);
        CommonTableExpression<?> h = name("h")
                .fields("version")
                .as(
                        create
                                ? before.unionAll(select(field("created", "version", BIGINT))
                                        .from(created))
                                : before);
        CommonTableExpression<?> written = name("written")
                .fields("version", "position")
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
                                        STREAM,
                                        BEFORE.plus(eventOf("i", BIGINT)),
                                        eventOf("event_id", UUID),
                                        eventOf("event_type", CLOB),
                                        eventOf("schema_version", INTEGER),
                                        jsonOf("event_data"),
                                        jsonOf("metadata"))
                                .from(h, newEvents())
                                .orderBy(eventOf("i", BIGINT)))
                        .onConflict(EVENTS.EVENT_ID)
                        .doNothing()
                        .returningResult(EVENTS.VERSION, EVENTS.POSITION));
        Table<?> number = select(count().as("n")).from(written).asTable("w");
        CommonTableExpression<?> moved = name("moved")
                .as(update(S)
                        .set(S.VERSION, S.VERSION.plus(field("w", "n", BIGINT)))
                        .from(locked, number)
                        .where(S.STREAM_ID.eq(field("locked", "stream_id", CLOB)))
                        .and(field("w", "n", BIGINT).gt(inline(0L)))
                        .returningResult(S.VERSION));
        Field<Long> numberWritten = DSL.field(selectCount().from(written)).coerce(BIGINT);
        var appended = with(locked);
        var rows = (create ? appended.with(created) : appended)
                .with(h)
                .with(written)
                .with(moved)
                .select(
                        field("written", "version", BIGINT),
                        field("written", "position", BIGINT),
                        inline(1).div(when(numberWritten.eq(COUNT), inline(1)).otherwise(inline(0))))
                .from(written);
        return create
                ? rows.unionAll(
                        select(SqlParts.nothing(), SqlParts.nothing(), inline(1).div(createdVersion()))
                                .from(created)
                                .where(notExists(selectOne().from(written))))
                : rows;
    }

    /** Zero, and known to be so only while the statement runs. */
    private static Field<Integer> createdVersion() {
        return field("created", "version", INTEGER);
    }

    private ResultQuery<Record1<Long>> moveHead(Head head, Field<Long> by, Condition unknown) {
        return switch (head) {
            case EXACTLY ->
                update(S)
                        .set(S.VERSION, S.VERSION.plus(by))
                        .where(S.STREAM_ID.eq(STREAM))
                        .and(S.VERSION.eq(EXPECTED))
                        .and(S.ARCHIVED_AT.isNull())
                        .and(unknown)
                        .and(durable)
                        .returningResult(S.VERSION.minus(by));
            case STREAM_EXISTS ->
                update(S)
                        .set(S.VERSION, S.VERSION.plus(by))
                        .where(S.STREAM_ID.eq(STREAM))
                        .and(S.ARCHIVED_AT.isNull())
                        .and(unknown)
                        .and(durable)
                        .returningResult(S.VERSION.minus(by));
            case NO_STREAM ->
                insertInto(STREAMS, STREAMS.STREAM_ID, STREAMS.VERSION)
                        .select(select(STREAM, by).where(unknown).and(durable))
                        .onConflict(STREAMS.STREAM_ID)
                        .doNothing()
                        .returningResult(STREAMS.VERSION.minus(by));
            case ANY ->
                insertInto(S, S.STREAM_ID, S.VERSION)
                        .select(select(STREAM, by).where(unknown).and(durable))
                        .onConflict(S.STREAM_ID)
                        .doUpdate()
                        .set(S.VERSION, S.VERSION.plus(excluded(S.VERSION)))
                        .where(S.ARCHIVED_AT.isNull())
                        .returningResult(S.VERSION.minus(by));
        };
    }

    private static Condition idsUnknown() {
        return notExists(selectOne().from(KNOWN).where(SqlParts.hasIdOf(KNOWN, IDS)));
    }

    private static Table<?> newEvents() {
        return unnest("e", IDS, TYPES, SCHEMA_VERSIONS, DATAS, METADATAS)
                .withOrdinality("event_id", "event_type", "schema_version", "event_data", "metadata", "i");
    }
}
