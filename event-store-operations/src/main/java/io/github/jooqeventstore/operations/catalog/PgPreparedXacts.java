package io.github.jooqeventstore.operations.catalog;

import java.time.OffsetDateTime;
import org.jooq.Field;
import org.jooq.impl.SQLDataType;

/** {@code pg_prepared_xacts}: transactions that are prepared and not yet ended. */
public final class PgPreparedXacts extends SystemTable {
    /** {@code gid}. */
    public final Field<String> gid = column("gid", SQLDataType.CLOB);

    /** {@code prepared}. */
    public final Field<OffsetDateTime> prepared = column("prepared", SQLDataType.TIMESTAMPWITHTIMEZONE);

    /** {@code owner}. */
    public final Field<String> owner = column("owner", SQLDataType.CLOB);

    /** {@code database}. */
    public final Field<String> database = column("database", SQLDataType.CLOB);

    /** Under an alias that is unique in its query. */
    public PgPreparedXacts(String alias) {
        super("pg_prepared_xacts", alias);
    }
}
