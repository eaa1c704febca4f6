package io.github.jooqeventstore;

import static io.github.jooqeventstore.Parameter.FROM;
import static io.github.jooqeventstore.Parameter.IDS;
import static io.github.jooqeventstore.Parameter.LIMIT;
import static io.github.jooqeventstore.Parameter.STREAM;
import static io.github.jooqeventstore.schema.Tables.EVENTS;
import static io.github.jooqeventstore.schema.Tables.STORE;
import static io.github.jooqeventstore.schema.Tables.STREAMS;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;

import java.util.ArrayList;
import java.util.List;
import org.jooq.Field;
import org.jooq.Query;

/** The statements that read; columns stand in the order in which {@link EventRow} takes them. */
final class ReadSql {

    private ReadSql() {}

    static List<Field<?>> eventColumns() {
        List<Field<?>> columns = new ArrayList<>();
        columns.add(EVENTS.STREAM_ID);
        columns.addAll(columnsOfAStream());
        return columns;
    }

    /** The same where everybody knows the stream. */
    static List<Field<?>> columnsOfAStream() {
        return List.of(
                EVENTS.VERSION,
                EVENTS.POSITION,
                EVENTS.CREATED_AT,
                EVENTS.EVENT_ID,
                EVENTS.SCHEMA_VERSION,
                EVENTS.EVENT_TYPE,
                EVENTS.EVENT_DATA,
                EVENTS.METADATA);
    }

    static Query stream(Direction direction) {
        return select(columnsOfAStream())
                .from(EVENTS)
                .where(EVENTS.STREAM_ID.eq(STREAM))
                .and(direction == Direction.FORWARD ? EVENTS.VERSION.ge(FROM) : EVENTS.VERSION.le(FROM))
                .orderBy(direction == Direction.FORWARD ? EVENTS.VERSION.asc() : EVENTS.VERSION.desc())
                .limit(LIMIT);
    }

    /** The head of a stream beside the session's way to commit: one row, whether or not there is such a stream. */
    static Query head() {
        var session = selectOne().asTable("session");
        return select(STREAMS.VERSION, STREAMS.ARCHIVED_AT, SqlParts.synchronousCommit())
                .from(session)
                .leftJoin(STREAMS)
                .on(STREAMS.STREAM_ID.eq(STREAM));
    }

    static Query version() {
        return select(STREAMS.VERSION).from(STREAMS).where(STREAMS.STREAM_ID.eq(STREAM));
    }

    static Query eventsOfIds() {
        return select(EVENTS.EVENT_ID, EVENTS.STREAM_ID, EVENTS.VERSION, EVENTS.POSITION)
                .from(EVENTS)
                .where(SqlParts.hasIdOf(EVENTS, IDS));
    }

    static Query store() {
        return select(STORE.SCHEMA_VERSION, STORE.COMPATIBLE_FROM).from(STORE);
    }
}
