package io.github.jooqeventstore.operations.catalog;

import org.jooq.Field;
import org.jooq.impl.SQLDataType;

/** {@code pg_stat_wal_receiver}: on a standby, one row while it receives its primary's log. */
public final class PgStatWalReceiver extends SystemTable {
    /** {@code pid}: the one column that every role may see. */
    public final Field<Long> process = column("pid", SQLDataType.BIGINT);

    /** Under an alias that is unique in its query. */
    public PgStatWalReceiver(String alias) {
        super("pg_stat_wal_receiver", alias);
    }
}
