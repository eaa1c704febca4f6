package io.github.jooqeventstore.operations.catalog;

import org.jooq.Field;
import org.jooq.impl.SQLDataType;

/** {@code pg_stat_progress_create_index}: indexes that are being built. */
public final class PgStatProgressCreateIndex extends SystemTable {
    /** {@code relid}. */
    public final Field<Long> table = column("relid", SQLDataType.BIGINT);

    /** {@code index_relid}. */
    public final Field<Long> index = column("index_relid", SQLDataType.BIGINT);

    /** Under an alias that is unique in its query. */
    public PgStatProgressCreateIndex(String alias) {
        super("pg_stat_progress_create_index", alias);
    }
}
