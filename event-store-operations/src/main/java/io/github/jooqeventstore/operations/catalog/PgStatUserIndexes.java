package io.github.jooqeventstore.operations.catalog;

import java.time.OffsetDateTime;
import org.jooq.Field;
import org.jooq.impl.SQLDataType;

/** {@code pg_stat_user_indexes}: how often each index was used. */
public final class PgStatUserIndexes extends SystemTable {
    /** {@code relid}. */
    public final Field<Long> table = column("relid", SQLDataType.BIGINT);

    /** {@code indexrelid}. */
    public final Field<Long> index = column("indexrelid", SQLDataType.BIGINT);

    /** {@code schemaname}. */
    public final Field<String> schema = column("schemaname", SQLDataType.CLOB);

    /** {@code relname}. */
    public final Field<String> tableName = column("relname", SQLDataType.CLOB);

    /** {@code indexrelname}. */
    public final Field<String> name = column("indexrelname", SQLDataType.CLOB);

    /** {@code idx_scan}. */
    public final Field<Long> scans = column("idx_scan", SQLDataType.BIGINT);

    /** {@code idx_tup_read}. */
    public final Field<Long> entriesRead = column("idx_tup_read", SQLDataType.BIGINT);

    /** {@code idx_tup_fetch}. */
    public final Field<Long> rowsFetched = column("idx_tup_fetch", SQLDataType.BIGINT);

    /** {@code last_idx_scan}; from PostgreSQL 16 on. */
    public final Field<OffsetDateTime> lastScan = column("last_idx_scan", SQLDataType.TIMESTAMPWITHTIMEZONE);

    /** Under an alias that is unique in its query. */
    public PgStatUserIndexes(String alias) {
        super("pg_stat_user_indexes", alias);
    }
}
