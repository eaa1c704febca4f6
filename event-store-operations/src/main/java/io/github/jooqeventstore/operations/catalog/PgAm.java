package io.github.jooqeventstore.operations.catalog;

import org.jooq.Field;
import org.jooq.impl.SQLDataType;

/** {@code pg_am}: kinds of indexes. */
public final class PgAm extends SystemTable {
    /** {@code oid}. */
    public final Field<Long> oid = column("oid", SQLDataType.BIGINT);

    /** {@code amname}. */
    public final Field<String> name = column("amname", SQLDataType.CLOB);

    /** Under an alias that is unique in its query. */
    public PgAm(String alias) {
        super("pg_am", alias);
    }
}
