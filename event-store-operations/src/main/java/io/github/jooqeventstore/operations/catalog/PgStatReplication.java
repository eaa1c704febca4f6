package io.github.jooqeventstore.operations.catalog;

import org.jooq.Field;
import org.jooq.impl.SQLDataType;

/** {@code pg_stat_replication}: the standbys that are connected. */
public final class PgStatReplication extends SystemTable {
    /** {@code application_name}. */
    public final Field<String> applicationName = column("application_name", SQLDataType.CLOB);

    /** {@code sync_state}. */
    public final Field<String> syncState = column("sync_state", SQLDataType.CLOB);

    /** {@code replay_lsn}. */
    public final Field<String> replayLsn = column("replay_lsn", SQLDataType.CLOB);

    /** Under an alias that is unique in its query. */
    public PgStatReplication(String alias) {
        super("pg_stat_replication", alias);
    }
}
