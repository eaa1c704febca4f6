package io.github.jooqeventstore.operations.catalog;

import org.jooq.Field;
import org.jooq.impl.SQLDataType;

/** {@code pg_index}: what an index is beside its row in pg_class. */
public final class PgIndex extends SystemTable {
    /** {@code indexrelid}. */
    public final Field<Long> index = column("indexrelid", SQLDataType.BIGINT);

    /** {@code indrelid}. */
    public final Field<Long> table = column("indrelid", SQLDataType.BIGINT);

    /** {@code indisunique}. */
    public final Field<Boolean> unique = column("indisunique", SQLDataType.BOOLEAN);

    /** {@code indisprimary}. */
    public final Field<Boolean> primary = column("indisprimary", SQLDataType.BOOLEAN);

    /** {@code indisvalid}. */
    public final Field<Boolean> valid = column("indisvalid", SQLDataType.BOOLEAN);

    /** {@code indisready}. */
    public final Field<Boolean> ready = column("indisready", SQLDataType.BOOLEAN);

    /** {@code indislive}. */
    public final Field<Boolean> live = column("indislive", SQLDataType.BOOLEAN);

    /** {@code indnkeyatts}. */
    public final Field<Integer> keyColumns = column("indnkeyatts", SQLDataType.INTEGER);

    /** {@code indnatts}. */
    public final Field<Integer> columns = column("indnatts", SQLDataType.INTEGER);

    /** {@code indclass}. */
    public final Field<String> operatorClasses = column("indclass", SQLDataType.CLOB);

    /** {@code indcollation}. */
    public final Field<String> collations = column("indcollation", SQLDataType.CLOB);

    /** {@code indoption}. */
    public final Field<String> options = column("indoption", SQLDataType.CLOB);

    /** {@code indpred}. */
    public final Field<Object> predicate = column("indpred", SQLDataType.OTHER);

    /** Under an alias that is unique in its query. */
    public PgIndex(String alias) {
        super("pg_index", alias);
    }
}
