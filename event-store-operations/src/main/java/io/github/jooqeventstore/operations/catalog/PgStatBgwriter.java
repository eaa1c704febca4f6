package io.github.jooqeventstore.operations.catalog;

import org.jooq.Field;
import org.jooq.impl.SQLDataType;

/** {@code pg_stat_bgwriter}: up to PostgreSQL 16, how often checkpoints were made, one row. */
public final class PgStatBgwriter extends SystemTable {
    /** {@code checkpoints_timed}. */
    public final Field<Long> timed = column("checkpoints_timed", SQLDataType.BIGINT);

    /** {@code checkpoints_req}. */
    public final Field<Long> requested = column("checkpoints_req", SQLDataType.BIGINT);

    /** Under an alias that is unique in its query. */
    public PgStatBgwriter(String alias) {
        super("pg_stat_bgwriter", alias);
    }
}
