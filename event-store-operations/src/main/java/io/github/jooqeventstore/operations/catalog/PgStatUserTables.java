package io.github.jooqeventstore.operations.catalog;

import java.time.OffsetDateTime;
import org.jooq.Field;
import org.jooq.impl.SQLDataType;

/** {@code pg_stat_user_tables}: what happened to each table. */
public final class PgStatUserTables extends SystemTable {
    /** {@code relid}. */
    public final Field<Long> table = column("relid", SQLDataType.BIGINT);

    /** {@code schemaname}. */
    public final Field<String> schema = column("schemaname", SQLDataType.CLOB);

    /** {@code relname}. */
    public final Field<String> name = column("relname", SQLDataType.CLOB);

    /** {@code n_live_tup}. */
    public final Field<Long> liveRows = column("n_live_tup", SQLDataType.BIGINT);

    /** {@code n_dead_tup}. */
    public final Field<Long> deadRows = column("n_dead_tup", SQLDataType.BIGINT);

    /** {@code n_ins_since_vacuum}. */
    public final Field<Long> insertedSinceVacuum = column("n_ins_since_vacuum", SQLDataType.BIGINT);

    /** {@code n_mod_since_analyze}. */
    public final Field<Long> modifiedSinceAnalyze = column("n_mod_since_analyze", SQLDataType.BIGINT);

    /** {@code last_vacuum}. */
    public final Field<OffsetDateTime> lastVacuum = column("last_vacuum", SQLDataType.TIMESTAMPWITHTIMEZONE);

    /** {@code last_autovacuum}. */
    public final Field<OffsetDateTime> lastAutovacuum = column("last_autovacuum", SQLDataType.TIMESTAMPWITHTIMEZONE);

    /** {@code last_analyze}. */
    public final Field<OffsetDateTime> lastAnalyze = column("last_analyze", SQLDataType.TIMESTAMPWITHTIMEZONE);

    /** {@code last_autoanalyze}. */
    public final Field<OffsetDateTime> lastAutoanalyze = column("last_autoanalyze", SQLDataType.TIMESTAMPWITHTIMEZONE);

    /** {@code seq_scan}. */
    public final Field<Long> sequentialScans = column("seq_scan", SQLDataType.BIGINT);

    /** {@code seq_tup_read}. */
    public final Field<Long> sequentialRows = column("seq_tup_read", SQLDataType.BIGINT);

    /** Under an alias that is unique in its query. */
    public PgStatUserTables(String alias) {
        super("pg_stat_user_tables", alias);
    }
}
