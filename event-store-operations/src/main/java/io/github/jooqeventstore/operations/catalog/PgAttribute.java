package io.github.jooqeventstore.operations.catalog;

import org.jooq.Field;
import org.jooq.impl.SQLDataType;

/** {@code pg_attribute}: columns. */
public final class PgAttribute extends SystemTable {
    /** {@code attrelid}. */
    public final Field<Long> table = column("attrelid", SQLDataType.BIGINT);

    /** {@code attname}. */
    public final Field<String> name = column("attname", SQLDataType.CLOB);

    /** {@code attnum}. */
    public final Field<Integer> number = column("attnum", SQLDataType.INTEGER);

    /** {@code attisdropped}. */
    public final Field<Boolean> dropped = column("attisdropped", SQLDataType.BOOLEAN);

    /** Under an alias that is unique in its query. */
    public PgAttribute(String alias) {
        super("pg_attribute", alias);
    }
}
