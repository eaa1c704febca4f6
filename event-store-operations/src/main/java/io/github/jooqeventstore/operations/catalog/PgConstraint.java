package io.github.jooqeventstore.operations.catalog;

import org.jooq.Field;
import org.jooq.impl.SQLDataType;

/** {@code pg_constraint}: keys, checks and the like. */
public final class PgConstraint extends SystemTable {
    /** {@code conindid}. */
    public final Field<Long> index = column("conindid", SQLDataType.BIGINT);

    /** {@code contype}. */
    public final Field<String> kind = column("contype", SQLDataType.CLOB);

    /** Under an alias that is unique in its query. */
    public PgConstraint(String alias) {
        super("pg_constraint", alias);
    }
}
