package io.github.jooqeventstore.operations.index;

import static io.github.jooqeventstore.schema.Tables.EVENTS;
import static org.jooq.impl.DSL.avg;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.countDistinct;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.octetLength;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.trueCondition;
import static org.jooq.impl.DSL.when;

import io.github.jooqeventstore.EventFilter;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.SQLDataType;

/**
 * What the newest events say of an index that is not there yet.
 *
 * @param looked how many events were looked at
 * @param found how many of them the index would hold
 * @param values how many different values they have
 * @param bytes how long a value is on average
 */
record IndexSample(int looked, int found, int values, double bytes) {
    private static final int NEWEST = 10_000;
    // Position, header and line pointer of an entry; and pages are filled to nine tenths.
    private static final double BESIDE_THE_VALUE = 8 + 8 + 4 + 1;
    private static final double FILL = 0.9;

    static IndexSample of(DSLContext dsl, NewIndex index) {
        Field<String> value = field(name("e", "value"), SQLDataType.CLOB);
        Condition ofTypes = index.types().isEmpty()
                ? trueCondition()
                : EventFilter.ofTypes(index.types()).condition();
        var newest = select(when(ofTypes, index.key().expression().cast(SQLDataType.CLOB))
                        .as("value"))
                .from(EVENTS)
                .orderBy(EVENTS.POSITION.desc())
                .limit(inline(NEWEST))
                .asTable("e");
        return dsl.select(
                        count(),
                        count(value),
                        countDistinct(value),
                        coalesce(avg(octetLength(value)).cast(SQLDataType.DOUBLE), inline(0.0)))
                .from(newest)
                .fetchSingle(row -> new IndexSample(row.value1(), row.value2(), row.value3(), row.value4()));
    }

    /** {@return about how large the index will be} */
    long estimate(long rows) {
        return looked == 0 ? 0 : Math.round((double) rows * found / looked * (bytes + BESIDE_THE_VALUE) / FILL);
    }
}
