package io.github.jooqeventstore.operations.restore;

import static io.github.jooqeventstore.schema.Tables.EVENTS;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.lag;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;

import io.github.jooqeventstore.operations.OperationsDatabase;
import java.util.ArrayList;
import java.util.List;
import org.jooq.Records;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/** The positions in a store: positions are handed out in another order than that in which transactions are committed. */
final class Positions {
    private Positions() {}

    static long head(OperationsDatabase database) {
        return database.dsl()
                .select(coalesce(max(EVENTS.POSITION), inline(0L)))
                .from(EVENTS)
                .fetchSingle()
                .value1();
    }

    static long count(OperationsDatabase database) {
        return database.dsl()
                .select(DSL.count().cast(SQLDataType.BIGINT))
                .from(EVENTS)
                .fetchSingle()
                .value1();
    }

    /** {@return the highest position that was handed out, as far as the server knows} */
    static long highest(OperationsDatabase database) {
        return Math.max(AfterRestore.lastOfSequence(database.dsl()), head(database));
    }

    /** {@return the transaction that wrote the event, the lower 32 bits, or null where there is no such event} */
    static @Nullable Long transaction(OperationsDatabase database, long position) {
        // A column that every row has and no table declares.
        var xmin = field(name("xmin"), SQLDataType.VARCHAR)
                .cast(SQLDataType.VARCHAR)
                .cast(SQLDataType.BIGINT);
        return database.dsl()
                .select(xmin)
                .from(EVENTS)
                .where(EVENTS.POSITION.eq(position))
                .fetchOne(xmin);
    }

    /** {@return what is absent up to a position} */
    static List<Span> gaps(OperationsDatabase database, long through) {
        var before = lag(EVENTS.POSITION, 1, inline(0L)).over().orderBy(EVENTS.POSITION);
        var rows = select(EVENTS.POSITION.as("at"), before.as("before"))
                .from(EVENTS)
                .where(EVENTS.POSITION.le(through))
                .asTable("rows");
        var at = field(name("rows", "at"), SQLDataType.BIGINT);
        var previous = field(name("rows", "before"), SQLDataType.BIGINT);
        List<Span> gaps = new ArrayList<>(database.dsl()
                .select(previous.plus(1), at.minus(1))
                .from(rows)
                .where(at.gt(previous.plus(1)))
                .orderBy(at)
                .fetch(Records.mapping(Span::new)));
        long last = database.dsl()
                .select(coalesce(max(EVENTS.POSITION), inline(0L)))
                .from(EVENTS)
                .where(EVENTS.POSITION.le(through))
                .fetchSingle()
                .value1();
        if (last < through) {
            gaps.add(new Span(last + 1, through));
        }
        return gaps;
    }

    /** {@return those of the positions that are there} */
    static List<Span> present(OperationsDatabase database, Span within) {
        List<Span> spans = new ArrayList<>();
        database.dsl()
                .select(EVENTS.POSITION)
                .from(EVENTS)
                .where(EVENTS.POSITION.between(within.from(), within.to()))
                .orderBy(EVENTS.POSITION)
                .fetch(org.jooq.Record1::value1)
                .forEach(position -> add(spans, position));
        return spans;
    }

    private static void add(List<Span> spans, long position) {
        if (!spans.isEmpty() && spans.getLast().to() == position - 1) {
            spans.set(spans.size() - 1, new Span(spans.getLast().from(), position));
        } else {
            spans.add(new Span(position, position));
        }
    }
}
