package io.github.jooqeventstore.operations.store;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.val;
import static org.jooq.impl.SQLDataType.BIGINT;
import static org.jooq.impl.SQLDataType.BOOLEAN;
import static org.jooq.impl.SQLDataType.TIMESTAMPWITHTIMEZONE;

import java.time.OffsetDateTime;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * What the server knows about transactions that have ended.
 *
 * @param dsl asks
 * @param next the number of a transaction that has not begun
 * @param startedAt when the server was started
 */
record Transactions(DSLContext dsl, long next, OffsetDateTime startedAt) {
    private static final long CYCLE = 1L << 32;
    // The numbers before are the server's own marks.
    private static final long FIRST = 3;

    /**
     * Some transactions that follow each other.
     *
     * @param rolledBack one of them that was rolled back; null when there is none
     * @param known whether the server still knows about all of them
     */
    record Outcome(@Nullable Long rolledBack, boolean known) {}

    static Transactions read(DSLContext dsl) {
        // PostgreSQL's own functions.
        var row = dsl.resultQuery("""
                        select pg_catalog.pg_snapshot_xmax(pg_catalog.pg_current_snapshot())::text::bigint as next,
                          pg_catalog.pg_postmaster_start_time() as started
                        """)
                .coerce(field("next", BIGINT), field("started", TIMESTAMPWITHTIMEZONE))
                .fetchSingle();
        return new Transactions(dsl, row.value1(), row.value2());
    }

    /** The whole number of a transaction whose lower 32 bits a row holds, or 0 where the row does not tell. */
    long number(long lower) {
        if (lower < FIRST) {
            return 0;
        }
        long number = next - next % CYCLE + lower;
        return number < next ? number : number - CYCLE;
    }

    Outcome outcome(long first, long last) {
        var row = dsl.resultQuery("""
                        select min(x) filter (where s = 'aborted') as number, bool_and(s is not null) as known
                        from pg_catalog.generate_series({0}::bigint, {1}::bigint) as t (x),
                          lateral pg_catalog.pg_xact_status(x::text::pg_catalog.xid8) as u (s)
                        """, val(Math.max(FIRST, first)), val(Math.min(last, next - 1)))
                .coerce(field("number", BIGINT), field("known", BOOLEAN))
                .fetchSingle();
        return new Outcome(row.value1(), Boolean.TRUE.equals(row.value2()));
    }
}
