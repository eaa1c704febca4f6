package io.github.jooqeventstore.operations.catalog;

import org.jooq.Field;
import org.jooq.impl.SQLDataType;

/** {@code pg_hba_file_rules}: who may log in, and how, as the file says now. */
public final class PgHbaFileRules extends SystemTable {
    /** {@code line_number}. */
    public final Field<Integer> line = column("line_number", SQLDataType.INTEGER);

    /** {@code type}. */
    public final Field<String> type = column("type", SQLDataType.CLOB);

    /** {@code address}. */
    public final Field<String> address = column("address", SQLDataType.CLOB);

    /** {@code auth_method}. */
    public final Field<String> method = column("auth_method", SQLDataType.CLOB);

    /** {@code error}. */
    public final Field<String> error = column("error", SQLDataType.CLOB);

    /** Under an alias that is unique in its query. */
    public PgHbaFileRules(String alias) {
        super("pg_hba_file_rules", alias);
    }
}
