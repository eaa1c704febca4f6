package io.github.jooqeventstore;

import static io.github.jooqeventstore.schema.Tables.EVENTS;
import static io.github.jooqeventstore.schema.Tables.SUBSCRIPTIONS;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.excluded;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectCount;
import static org.jooq.impl.DSL.sum;

import io.github.jooqeventstore.projection.Projection;
import io.github.jooqeventstore.projection.ProjectionBatch;
import io.github.jooqeventstore.subscription.SubscriptionDefinition;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.Schema;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jooq.impl.TableImpl;

/** A table that counts the events of each stream, as a code generator would make its class, and what fills it. */
final class Totals extends TableImpl<Record> {

    private static final long serialVersionUID = 1L;

    static final Totals TOTALS = new Totals();

    final TableField<Record, String> STREAM_ID = createField(name("stream_id"), SQLDataType.CLOB.notNull(), this);
    final TableField<Record, Long> COUNTED = createField(name("counted"), SQLDataType.BIGINT.notNull(), this);

    private Totals() {
        super(name("totals"));
    }

    @Override
    public Schema getSchema() {
        return DSL.schema(name("public"));
    }

    /** With everything that a table made like it has, too. */
    static void create(DSLContext dsl, String schema) {
        dsl.execute("set search_path = " + schema + "; " + """
                create table totals (
                  id        bigint generated always as identity,
                  counted   bigint not null default 0,
                  twice     bigint generated always as (counted * 2) stored,
                  stream_id text   not null collate "C",
                  constraint totals_pk primary key (stream_id),
                  constraint totals_counted_is_not_negative check (counted >= 0)
                ) with (fillfactor = 70);
                create unique index totals_by_id on totals (id);
                create index totals_of_many on totals (counted desc, stream_id) where counted > 1;
                comment on table totals is 'How many events it''s of each stream.';
                comment on column totals.counted is 'How many.';
                reset search_path
                """);
    }

    static Projection projection(String name) {
        return Projection.of(SubscriptionDefinition.named(name), Totals::count).tables(TOTALS);
    }

    static void count(ProjectionBatch batch) {
        count(batch.dsl(), batch.events(), 1);
    }

    /** Each event counts for so many; streams in one order, so that two transactions do not wait for each other in a circle. */
    static void count(DSLContext dsl, List<RecordedEvent> events, long each) {
        Map<String, Long> counts = events.stream()
                .collect(Collectors.groupingBy(
                        event -> event.stream().value(), TreeMap::new, Collectors.summingLong(event -> each)));
        // Plain SQL: jOOQ has no form for several arrays side by side.
        var rows = DSL.table(
                        "unnest({0}, {1})",
                        DSL.val(counts.keySet().toArray(String[]::new)),
                        DSL.val(counts.values().toArray(Long[]::new)))
                .as("rows", "stream_id", "counted");
        dsl.insertInto(TOTALS, TOTALS.STREAM_ID, TOTALS.COUNTED)
                .select(select(
                                DSL.field(name("rows", "stream_id"), SQLDataType.CLOB),
                                DSL.field(name("rows", "counted"), SQLDataType.BIGINT))
                        .from(rows))
                .onConflict(TOTALS.STREAM_ID)
                .doUpdate()
                .set(TOTALS.COUNTED, TOTALS.COUNTED.plus(excluded(TOTALS.COUNTED)))
                .execute();
    }

    static long sumOf(DSLContext dsl) {
        return dsl.select(coalesce(sum(TOTALS.COUNTED), inline(0)))
                .from(TOTALS)
                .fetchSingle()
                .value1()
                .longValue();
    }

    static Map<String, Long> of(DSLContext dsl) {
        return new TreeMap<>(dsl.fetch(TOTALS).intoMap(TOTALS.STREAM_ID, TOTALS.COUNTED));
    }

    /** What they are to be. */
    static Map<String, Long> expected(DSLContext dsl) {
        return new TreeMap<>(dsl.select(
                        EVENTS.STREAM_ID, DSL.count().cast(SQLDataType.BIGINT).as("counted"))
                .from(EVENTS)
                .groupBy(EVENTS.STREAM_ID)
                .fetchMap(row -> row.value1(), row -> row.value2()));
    }

    /** By how much the table differs from the checkpoint of a projection in one partition, in one snapshot. */
    static long differenceToCheckpoint(DSLContext dsl, String subscription) {
        var checkpoint = select(coalesce(max(SUBSCRIPTIONS.POSITION), inline(0L)))
                .from(SUBSCRIPTIONS)
                .where(SUBSCRIPTIONS.NAME.eq(subscription));
        return dsl.select(DSL.field(selectCount().from(EVENTS).where(EVENTS.POSITION.le(checkpoint)))
                        .cast(SQLDataType.BIGINT)
                        .minus(DSL.field(
                                select(coalesce(sum(TOTALS.COUNTED), inline(0)).cast(SQLDataType.BIGINT))
                                        .from(TOTALS))))
                .fetchSingle()
                .value1();
    }
}
