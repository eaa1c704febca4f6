package io.github.jooqeventstore.operations.catalog;

import org.jooq.Field;
import org.jooq.impl.SQLDataType;

/** {@code pg_replication_slots}: replication slots, and the log that they keep. */
public final class PgReplicationSlots extends SystemTable {
    /** {@code slot_name}. */
    public final Field<String> name = column("slot_name", SQLDataType.CLOB);

    /** {@code slot_type}. */
    public final Field<String> type = column("slot_type", SQLDataType.CLOB);

    /** {@code active}. */
    public final Field<Boolean> active = column("active", SQLDataType.BOOLEAN);

    /** {@code restart_lsn}. */
    public final Field<String> restartLsn = column("restart_lsn", SQLDataType.CLOB);

    /** {@code wal_status}: lost where the log that it needs is gone. */
    public final Field<String> walStatus = column("wal_status", SQLDataType.CLOB);

    /** Under an alias that is unique in its query. */
    public PgReplicationSlots(String alias) {
        super("pg_replication_slots", alias);
    }
}
