package io.github.jooqeventstore.operations.catalog;

import org.jooq.Field;
import org.jooq.impl.SQLDataType;

/** {@code pg_database}: databases of the server. */
public final class PgDatabase extends SystemTable {
    /** {@code oid}. */
    public final Field<Long> oid = column("oid", SQLDataType.BIGINT);

    /** {@code datname}. */
    public final Field<String> name = column("datname", SQLDataType.CLOB);

    /** {@code datfrozenxid}. */
    public final Field<Object> frozenXid = column("datfrozenxid", SQLDataType.OTHER);

    /** {@code datminmxid}. */
    public final Field<Object> minMultixact = column("datminmxid", SQLDataType.OTHER);

    /** Under an alias that is unique in its query. */
    public PgDatabase(String alias) {
        super("pg_database", alias);
    }
}
