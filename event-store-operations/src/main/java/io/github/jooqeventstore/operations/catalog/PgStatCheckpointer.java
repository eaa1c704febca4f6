package io.github.jooqeventstore.operations.catalog;

import org.jooq.Field;
import org.jooq.impl.SQLDataType;

/** {@code pg_stat_checkpointer}: how often checkpoints were made, one row; from PostgreSQL 17 on. */
public final class PgStatCheckpointer extends SystemTable {
    /** {@code num_timed}. */
    public final Field<Long> timed = column("num_timed", SQLDataType.BIGINT);

    /** {@code num_requested}. */
    public final Field<Long> requested = column("num_requested", SQLDataType.BIGINT);

    /** Under an alias that is unique in its query. */
    public PgStatCheckpointer(String alias) {
        super("pg_stat_checkpointer", alias);
    }
}
