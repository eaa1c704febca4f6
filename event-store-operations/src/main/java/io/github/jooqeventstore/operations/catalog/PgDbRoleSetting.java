package io.github.jooqeventstore.operations.catalog;

import org.jooq.Field;
import org.jooq.impl.SQLDataType;

/** {@code pg_db_role_setting}: settings that a role or a database has of its own. */
public final class PgDbRoleSetting extends SystemTable {
    /** {@code setdatabase}. */
    public final Field<Long> database = column("setdatabase", SQLDataType.BIGINT);

    /** {@code setrole}. */
    public final Field<Long> role = column("setrole", SQLDataType.BIGINT);

    /** {@code setconfig}. */
    public final Field<String[]> settings = column("setconfig", SQLDataType.CLOB.array());

    /** Under an alias that is unique in its query. */
    public PgDbRoleSetting(String alias) {
        super("pg_db_role_setting", alias);
    }
}
