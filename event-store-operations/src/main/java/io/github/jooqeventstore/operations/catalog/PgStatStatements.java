package io.github.jooqeventstore.operations.catalog;

import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/** {@code pg_stat_statements}: what statements cost; of the extension, in the schema that it was created in. */
public final class PgStatStatements extends SystemTable {
    /** {@code queryid}. */
    public final Field<Long> query = column("queryid", SQLDataType.BIGINT);

    /** {@code mean_exec_time}. */
    public final Field<Double> meanMillis = column("mean_exec_time", SQLDataType.DOUBLE);

    /** {@code calls}. */
    public final Field<Long> calls = column("calls", SQLDataType.BIGINT);

    /** {@code dbid}. */
    public final Field<Long> database = column("dbid", SQLDataType.BIGINT);

    /** {@code total_exec_time}. */
    public final Field<Double> totalMillis = column("total_exec_time", SQLDataType.DOUBLE);

    /** {@code max_exec_time}. */
    public final Field<Double> maxMillis = column("max_exec_time", SQLDataType.DOUBLE);

    /** {@code query}. */
    public final Field<String> text = column("query", SQLDataType.CLOB);

    /** {@code shared_blks_hit}. */
    public final Field<Long> blocksHit = column("shared_blks_hit", SQLDataType.BIGINT);

    /** {@code shared_blks_read}. */
    public final Field<Long> blocksRead = column("shared_blks_read", SQLDataType.BIGINT);

    /** Under an alias that is unique in its query. */
    public PgStatStatements(String alias) {
        super(DSL.table(DSL.name("pg_stat_statements")), alias);
    }
}
