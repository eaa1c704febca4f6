package io.github.jooqeventstore.operations.catalog;

import org.jooq.Field;
import org.jooq.impl.SQLDataType;

/** {@code pg_class}: tables, indexes and the like. */
public final class PgClass extends SystemTable {
    /** {@code oid}. */
    public final Field<Long> oid = column("oid", SQLDataType.BIGINT);

    /** {@code relname}. */
    public final Field<String> name = column("relname", SQLDataType.CLOB);

    /** {@code relnamespace}. */
    public final Field<Long> namespace = column("relnamespace", SQLDataType.BIGINT);

    /** {@code relkind}. */
    public final Field<String> kind = column("relkind", SQLDataType.CLOB);

    /** {@code relam}. */
    public final Field<Long> accessMethod = column("relam", SQLDataType.BIGINT);

    /** {@code relpages}. */
    public final Field<Integer> pages = column("relpages", SQLDataType.INTEGER);

    /** {@code relallvisible}. */
    public final Field<Integer> allVisiblePages = column("relallvisible", SQLDataType.INTEGER);

    /** {@code relallfrozen}. */
    public final Field<Integer> allFrozenPages = column("relallfrozen", SQLDataType.INTEGER);

    /** {@code reltuples}. */
    public final Field<Float> rows = column("reltuples", SQLDataType.REAL);

    /** {@code reltoastrelid}. */
    public final Field<Long> toastTable = column("reltoastrelid", SQLDataType.BIGINT);

    /** {@code relfrozenxid}. */
    public final Field<Object> frozenXid = column("relfrozenxid", SQLDataType.OTHER);

    /** {@code reloptions}. */
    public final Field<String[]> options = column("reloptions", SQLDataType.CLOB.array());

    /** Under an alias that is unique in its query. */
    public PgClass(String alias) {
        super("pg_class", alias);
    }
}
