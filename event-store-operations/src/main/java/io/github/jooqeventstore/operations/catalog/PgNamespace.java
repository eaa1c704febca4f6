package io.github.jooqeventstore.operations.catalog;

import org.jooq.Field;
import org.jooq.impl.SQLDataType;

/** {@code pg_namespace}: schemas. */
public final class PgNamespace extends SystemTable {
    /** {@code oid}. */
    public final Field<Long> oid = column("oid", SQLDataType.BIGINT);

    /** {@code nspname}. */
    public final Field<String> name = column("nspname", SQLDataType.CLOB);

    /** Under an alias that is unique in its query. */
    public PgNamespace(String alias) {
        super("pg_namespace", alias);
    }
}
