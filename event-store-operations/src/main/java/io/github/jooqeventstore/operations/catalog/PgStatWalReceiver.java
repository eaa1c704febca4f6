package io.github.jooqeventstore.operations.catalog;

import java.time.OffsetDateTime;
import org.jooq.Field;
import org.jooq.impl.SQLDataType;

/** {@code pg_stat_wal_receiver}: what a standby hears of its primary; no row while it hears nothing. */
public final class PgStatWalReceiver extends SystemTable {
    /** {@code pid}: the one column that every role may see. */
    public final Field<Long> process = column("pid", SQLDataType.BIGINT);

    /** {@code status}. */
    public final Field<String> status = column("status", SQLDataType.CLOB);

    /** {@code received_tli}. */
    public final Field<Integer> receivedTimeline = column("received_tli", SQLDataType.INTEGER);

    /** {@code latest_end_lsn}: where the primary's log ended when it last said so. */
    public final Field<String> latestEndLsn = column("latest_end_lsn", SQLDataType.CLOB);

    /** {@code last_msg_receipt_time}. */
    public final Field<OffsetDateTime> lastMessageAt =
            column("last_msg_receipt_time", SQLDataType.TIMESTAMPWITHTIMEZONE);

    /** {@code slot_name}. */
    public final Field<String> slotName = column("slot_name", SQLDataType.CLOB);

    /** {@code sender_host}. */
    public final Field<String> senderHost = column("sender_host", SQLDataType.CLOB);

    /** {@code sender_port}. */
    public final Field<Integer> senderPort = column("sender_port", SQLDataType.INTEGER);

    /** Under an alias that is unique in its query. */
    public PgStatWalReceiver(String alias) {
        super("pg_stat_wal_receiver", alias);
    }
}
