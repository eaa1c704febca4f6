package io.github.jooqeventstore.operations.monitor;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;

import java.time.OffsetDateTime;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/** A view of the system catalogs, and its columns as typed fields: they differ with the server's version, so none is generated. */
record View(Table<Record> table, String alias) {
    static View of(String view) {
        return new View(DSL.table(name("pg_catalog", view)).as(view), view);
    }

    Field<Long> number(String column) {
        return field(name(alias, column), SQLDataType.BIGINT);
    }

    Field<Double> real(String column) {
        return field(name(alias, column), SQLDataType.DOUBLE);
    }

    Field<String> text(String column) {
        return field(name(alias, column), SQLDataType.CLOB);
    }

    Field<Boolean> flag(String column) {
        return field(name(alias, column), SQLDataType.BOOLEAN);
    }

    Field<OffsetDateTime> time(String column) {
        return field(name(alias, column), SQLDataType.TIMESTAMPWITHTIMEZONE);
    }
}
