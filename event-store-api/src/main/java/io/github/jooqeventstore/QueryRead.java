package io.github.jooqeventstore;

import static io.github.jooqeventstore.schema.Tables.EVENTS;
import static org.jooq.impl.DSL.noCondition;

import io.github.jooqeventstore.CallListener.Call;
import java.util.List;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.ResultQuery;

/** Reads across streams by filter, in the order of positions. */
final class QueryRead {

    private final Database database;
    private final EventCodec codec;
    private final CallListeners calls;

    QueryRead(Database database, EventCodec codec, CallListeners calls) {
        this.database = database;
        this.codec = codec;
        this.calls = calls;
    }

    List<RecordedEvent> query(EventQuery query) {
        return calls.told(
                Call.QUERY,
                () -> database.query(dsl -> select(dsl, query), rows -> EventRow.readAll(rows, codec)),
                List::size);
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

    /** A bound that binds nothing is left out: the planner would take an unknown limit for a small one. */
    private static ResultQuery<?> select(DSLContext dsl, EventQuery query) {
        boolean forward = query.direction() == Direction.FORWARD;
        var events = dsl.select(ReadSql.eventColumns())
                .from(EVENTS)
                .where(query.filter().condition())
                .and(forward ? from(query.fromPosition()) : downFrom(query.fromPosition()))
                .orderBy(forward ? EVENTS.POSITION.asc() : EVENTS.POSITION.desc());
        return query.limit() == Long.MAX_VALUE ? events : events.limit(query.limit());
    }

    private static Condition from(long position) {
        return position == 0 ? noCondition() : EVENTS.POSITION.ge(position);
    }

    private static Condition downFrom(long position) {
        return position == Long.MAX_VALUE ? noCondition() : EVENTS.POSITION.le(position);
    }
}
