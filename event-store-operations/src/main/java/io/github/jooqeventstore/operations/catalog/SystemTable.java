package io.github.jooqeventstore.operations.catalog;

import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;

/** A table or view of {@code pg_catalog} under an alias: it has no generated class, since its columns differ by version. */
abstract class SystemTable {
    private final String alias;
    private final Table<Record> table;

    SystemTable(String name, String alias) {
        this(DSL.table(DSL.name("pg_catalog", name)), alias);
    }

    SystemTable(Table<Record> table, String alias) {
        this.alias = alias;
        this.table = table.as(DSL.name(alias));
    }

    /** {@return the table, for a from or a join} */
    public final Table<Record> table() {
        return table;
    }

    /** {@return a column of it} */
    final <T> Field<T> column(String name, DataType<T> type) {
        return DSL.field(DSL.name(alias, name), type);
    }
}
