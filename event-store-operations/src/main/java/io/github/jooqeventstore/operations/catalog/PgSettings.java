package io.github.jooqeventstore.operations.catalog;

import org.jooq.Field;
import org.jooq.impl.SQLDataType;

/** {@code pg_settings}: settings of the server and where they come from. */
public final class PgSettings extends SystemTable {
    /** {@code name}. */
    public final Field<String> name = column("name", SQLDataType.CLOB);

    /** {@code setting}. */
    public final Field<String> setting = column("setting", SQLDataType.CLOB);

    /** {@code unit}. */
    public final Field<String> unit = column("unit", SQLDataType.CLOB);

    /** {@code context}. */
    public final Field<String> context = column("context", SQLDataType.CLOB);

    /** {@code vartype}. */
    public final Field<String> type = column("vartype", SQLDataType.CLOB);

    /** {@code source}. */
    public final Field<String> source = column("source", SQLDataType.CLOB);

    /** {@code sourcefile}. */
    public final Field<String> sourceFile = column("sourcefile", SQLDataType.CLOB);

    /** {@code pending_restart}. */
    public final Field<Boolean> pendingRestart = column("pending_restart", SQLDataType.BOOLEAN);

    /** Under an alias that is unique in its query. */
    public PgSettings(String alias) {
        super("pg_settings", alias);
    }
}
