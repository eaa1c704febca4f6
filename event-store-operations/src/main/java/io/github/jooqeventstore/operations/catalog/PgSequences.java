package io.github.jooqeventstore.operations.catalog;

import org.jooq.Field;
import org.jooq.impl.SQLDataType;

/** {@code pg_sequences}: sequences; their last value where the role may see it. */
public final class PgSequences extends SystemTable {
    /** {@code schemaname}. */
    public final Field<String> schema = column("schemaname", SQLDataType.CLOB);

    /** {@code sequencename}. */
    public final Field<String> name = column("sequencename", SQLDataType.CLOB);

    /** {@code last_value}. */
    public final Field<Long> lastValue = column("last_value", SQLDataType.BIGINT);

    /** Under an alias that is unique in its query. */
    public PgSequences(String alias) {
        super("pg_sequences", alias);
    }
}
