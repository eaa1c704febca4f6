package io.github.jooqeventstore;

import static io.github.jooqeventstore.schema.Tables.EVENTS;

import java.util.List;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.ResultQuery;

/** Reads across streams by filter, in the order of positions. */
final class QueryRead {

    private final Database database;
    private final EventCodec codec;

    QueryRead(Database database, EventCodec codec) {
        this.database = database;
        this.codec = codec;
    }

    List<RecordedEvent> query(EventQuery query) {
        return database.query(dsl -> select(dsl, query), rows -> EventRow.readAll(rows, codec));
    }

    Stream<RecordedEvent> queryLazily(EventQuery query, int pageSize) {
        return Pages.stream(
                (from, limit) -> query(query.from(from).limit(limit)),
                RecordedEvent::position,
                query.direction(),
                query.fromPosition(),
                query.limit(),
                pageSize);
    }

    private static ResultQuery<?> select(DSLContext dsl, EventQuery query) {
        boolean forward = query.direction() == Direction.FORWARD;
        Condition within =
                forward ? EVENTS.POSITION.ge(query.fromPosition()) : EVENTS.POSITION.le(query.fromPosition());
        return dsl.select(ReadSql.eventColumns())
                .from(EVENTS)
                .where(query.filter().condition())
                .and(within)
                .orderBy(forward ? EVENTS.POSITION.asc() : EVENTS.POSITION.desc())
                .limit(query.limit());
    }
}
