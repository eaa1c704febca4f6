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

    /** {@code replay_lag}: an interval; null while there is nothing to replay, and where the role may not see it. */
    public final Field<Object> replayLag = column("replay_lag", SQLDataType.OTHER);

    /** Under an alias that is unique in its query. */
    public PgStatReplication(String alias) {
        super("pg_stat_replication", alias);
    }
}
