package io.github.jooqeventstore.operations.catalog;

import java.time.OffsetDateTime;
import org.jooq.Field;
import org.jooq.impl.SQLDataType;

/** {@code pg_stat_archiver}: how the archiving of WAL goes, one row. */
public final class PgStatArchiver extends SystemTable {
    /** {@code archived_count}. */
    public final Field<Long> archivedCount = column("archived_count", SQLDataType.BIGINT);

    /** {@code last_archived_time}. */
    public final Field<OffsetDateTime> lastArchivedTime =
            column("last_archived_time", SQLDataType.TIMESTAMPWITHTIMEZONE);

    /** {@code failed_count}. */
    public final Field<Long> failedCount = column("failed_count", SQLDataType.BIGINT);

    /** {@code last_failed_wal}. */
    public final Field<String> lastFailedWal = column("last_failed_wal", SQLDataType.CLOB);

    /** {@code last_failed_time}. */
    public final Field<OffsetDateTime> lastFailedTime = column("last_failed_time", SQLDataType.TIMESTAMPWITHTIMEZONE);

    /** Under an alias that is unique in its query. */
    public PgStatArchiver(String alias) {
        super("pg_stat_archiver", alias);
    }
}
