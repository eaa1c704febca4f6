package io.github.jooqeventstore.operations.catalog;

import org.jooq.Field;
import org.jooq.impl.SQLDataType;

/** {@code pg_roles}: roles, without their passwords. */
public final class PgRoles extends SystemTable {
    /** {@code oid}. */
    public final Field<Long> oid = column("oid", SQLDataType.BIGINT);

    /** {@code rolname}. */
    public final Field<String> name = column("rolname", SQLDataType.CLOB);

    /** Under an alias that is unique in its query. */
    public PgRoles(String alias) {
        super("pg_roles", alias);
    }
}
