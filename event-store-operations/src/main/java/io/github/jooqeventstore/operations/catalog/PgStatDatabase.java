package io.github.jooqeventstore.operations.catalog;

import java.time.OffsetDateTime;
import org.jooq.Field;
import org.jooq.impl.SQLDataType;

/** {@code pg_stat_database}: what happened in each database. */
public final class PgStatDatabase extends SystemTable {
    /** {@code datname}. */
    public final Field<String> database = column("datname", SQLDataType.CLOB);

    /** {@code xact_commit}. */
    public final Field<Long> commits = column("xact_commit", SQLDataType.BIGINT);

    /** {@code xact_rollback}. */
    public final Field<Long> rollbacks = column("xact_rollback", SQLDataType.BIGINT);

    /** {@code deadlocks}. */
    public final Field<Long> deadlocks = column("deadlocks", SQLDataType.BIGINT);

    /** {@code checksum_failures}. */
    public final Field<Long> checksumFailures = column("checksum_failures", SQLDataType.BIGINT);

    /** {@code blks_hit}. */
    public final Field<Long> blocksHit = column("blks_hit", SQLDataType.BIGINT);

    /** {@code blks_read}. */
    public final Field<Long> blocksRead = column("blks_read", SQLDataType.BIGINT);

    /** {@code stats_reset}. */
    public final Field<OffsetDateTime> reset = column("stats_reset", SQLDataType.TIMESTAMPWITHTIMEZONE);

    /** Under an alias that is unique in its query. */
    public PgStatDatabase(String alias) {
        super("pg_stat_database", alias);
    }
}
