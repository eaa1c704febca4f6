package io.github.jooqeventstore.operations.catalog;

import org.jooq.Field;
import org.jooq.impl.SQLDataType;
import org.jooq.types.YearToSecond;

/** {@code pg_stat_replication}: the standbys that are connected. */
public final class PgStatReplication extends SystemTable {
    /** {@code application_name}. */
    public final Field<String> applicationName = column("application_name", SQLDataType.CLOB);

    /** {@code client_addr}. */
    public final Field<String> clientAddress = column("client_addr", SQLDataType.CLOB);

    /** {@code state}. */
    public final Field<String> state = column("state", SQLDataType.CLOB);

    /** {@code sync_state}. */
    public final Field<String> syncState = column("sync_state", SQLDataType.CLOB);

    /** {@code flush_lsn}. */
    public final Field<String> flushLsn = column("flush_lsn", SQLDataType.CLOB);

    /** {@code replay_lsn}. */
    public final Field<String> replayLsn = column("replay_lsn", SQLDataType.CLOB);

    /** {@code replay_lag}: null while there is nothing to replay, and where the role may not see it. */
    public final Field<YearToSecond> replayLag = column("replay_lag", SQLDataType.INTERVAL);

    /** Under an alias that is unique in its query. */
    public PgStatReplication(String alias) {
        super("pg_stat_replication", alias);
    }
}
