package io.github.jooqeventstore.operations.backup;

import static io.github.jooqeventstore.schema.Tables.EVENTS;
import static io.github.jooqeventstore.schema.Tables.STREAMS;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.function;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.sum;
import static org.jooq.impl.SQLDataType.BIGINT;
import static org.jooq.impl.SQLDataType.CLOB;

import java.math.BigDecimal;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.JSONB;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Counts a store and takes its fingerprints, one pass over each table.
 *
 * <p>The hash functions are those by which tables are partitioned: PostgreSQL keeps them the same from version to version. JSON
 * is hashed as text, because 1.0 and 1.00 are equal as JSON. Columns that an application has added are left out.
 */
public final class ContentsQuery {
    private ContentsQuery() {}

    /** {@return the contents of the store that the context's tables belong to} */
    public static Contents of(DSLContext dsl) {
        return of(dsl, DSL.noCondition(), STREAMS);
    }

    /** Of some events, and of the heads as a query tells them. */
    static Contents of(DSLContext dsl, Condition which, Table<?> streams) {
        var events = dsl.select(count(), coalesce(max(EVENTS.POSITION), inline(0L)), sum(eventHash()))
                .from(EVENTS)
                .where(which)
                .fetchSingle();
        var heads = dsl.select(count(), sum(streamHash(streams))).from(streams).fetchSingle();
        return new Contents(
                events.value1(),
                heads.value1(),
                events.value2(),
                events.value2(),
                fingerprint(events.value3()),
                fingerprint(heads.value2()));
    }

    private static Field<Long> eventHash() {
        return hash(
                textHash(EVENTS.EVENT_DATA, textHash(EVENTS.METADATA, inline(0L))),
                EVENTS.POSITION,
                EVENTS.VERSION,
                EVENTS.CREATED_AT,
                EVENTS.EVENT_ID,
                EVENTS.SCHEMA_VERSION,
                EVENTS.STREAM_ID,
                EVENTS.EVENT_TYPE);
    }

    private static Field<Long> streamHash(Table<?> streams) {
        return hash(
                textHash(of(streams, STREAMS.METADATA), inline(0L)),
                of(streams, STREAMS.STREAM_ID),
                of(streams, STREAMS.VERSION),
                of(streams, STREAMS.CREATED_AT),
                of(streams, STREAMS.ARCHIVED_AT));
    }

    private static <T> Field<T> of(Table<?> table, Field<T> column) {
        Field<T> field = table.field(column);
        if (field == null) {
            throw new IllegalStateException("expected column " + column + " in " + table);
        }
        return field;
    }

    private static Field<Long> hash(Field<Long> seed, Field<?>... columns) {
        return function("hash_record_extended", BIGINT, DSL.field("{0}", Object.class, row(columns)), seed);
    }

    private static Field<Long> textHash(Field<JSONB> json, Field<Long> seed) {
        return function("hashtextextended", BIGINT, json.cast(CLOB), seed);
    }

    private static String fingerprint(@Nullable BigDecimal sum) {
        // What is beyond 64 bits falls away: the sum modulo 2 to the 64th.
        return Contents.fingerprint(sum == null ? 0 : sum.toBigInteger().longValue());
    }
}
