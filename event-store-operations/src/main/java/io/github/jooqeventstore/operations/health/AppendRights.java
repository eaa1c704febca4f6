package io.github.jooqeventstore.operations.health;

import static io.github.jooqeventstore.operations.catalog.SystemFunctions.system;
import static io.github.jooqeventstore.schema.Tables.EVENTS;
import static io.github.jooqeventstore.schema.Tables.STORE;
import static io.github.jooqeventstore.schema.Tables.STREAMS;
import static org.jooq.impl.DSL.condition;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.row;

import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.catalog.PgAttribute;
import io.github.jooqeventstore.operations.catalog.PgClass;
import io.github.jooqeventstore.operations.catalog.PgNamespace;
import java.util.ArrayList;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record3;
import org.jooq.ResultQuery;
import org.jooq.Row3;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/** Whether the role may append and read: the rights that {@code roles.sql} grants, asked of the catalog. */
final class AppendRights {
    private static final String NAME = "rights";

    private AppendRights() {}

    static HealthCheck check(DSLContext dsl, String schema) {
        List<String> missing =
                missing(dsl, schema).fetch(row -> row.value1() + " of " + row.value2() + "." + row.value3());
        if (missing.isEmpty()) {
            return HealthCheck.passed(NAME, "the role may append and read");
        }
        return HealthCheck.failed(
                NAME,
                "expected a role that may append and read, found none of: " + String.join(", ", missing)
                        + "; give it the rights of roles.sql, as SchemaMigrations.grant does",
                ExitCode.LOGIN_REFUSED);
    }

    /** What the role may not do: right, table, column. Tables that are not there are not its fault. */
    static ResultQuery<Record3<String, String, String>> missing(DSLContext dsl, String schema) {
        Field<String> right = field(name("r", "granted"), SQLDataType.CLOB);
        Field<String> table = field(name("r", "of_table"), SQLDataType.CLOB);
        Field<String> column = field(name("r", "of_column"), SQLDataType.CLOB);
        var namespace = new PgNamespace("n");
        var relation = new PgClass("c");
        var attribute = new PgAttribute("a");
        return dsl.select(right, table, column)
                .from(DSL.values(wanted()).as("r", "granted", "of_table", "of_column"))
                .join(namespace.table())
                .on(namespace.name.eq(schema))
                .join(relation.table())
                .on(relation.namespace.eq(namespace.oid).and(relation.name.eq(table)))
                .join(attribute.table())
                .on(attribute.table.eq(relation.oid).and(attribute.name.eq(column)))
                .where(DSL.not(condition(
                        system("has_column_privilege", SQLDataType.BOOLEAN, relation.oid, attribute.number, right))))
                .or(DSL.not(condition(
                        system("has_schema_privilege", SQLDataType.BOOLEAN, namespace.oid, DSL.inline("usage")))));
    }

    private static Row3<String, String, String>[] wanted() {
        List<Row3<String, String, String>> rows = new ArrayList<>();
        add(rows, "INSERT", EVENTS, EVENTS.STREAM_ID, EVENTS.VERSION, EVENTS.EVENT_ID, EVENTS.EVENT_TYPE);
        add(rows, "INSERT", EVENTS, EVENTS.SCHEMA_VERSION, EVENTS.EVENT_DATA, EVENTS.METADATA);
        add(rows, "SELECT", EVENTS, EVENTS.POSITION, EVENTS.CREATED_AT);
        add(rows, "SELECT", STORE, STORE.EPOCH);
        add(rows, "SELECT", STREAMS, STREAMS.VERSION);
        add(rows, "INSERT", STREAMS, STREAMS.STREAM_ID, STREAMS.VERSION);
        add(rows, "UPDATE", STREAMS, STREAMS.VERSION);
        return rows.toArray(AppendRights::array);
    }

    @SuppressWarnings("unchecked") // an array of a generic type can be made no other way
    private static Row3<String, String, String>[] array(int length) {
        return (Row3<String, String, String>[]) new Row3<?, ?, ?>[length];
    }

    private static void add(
            List<Row3<String, String, String>> rows, String right, Table<?> table, Field<?>... columns) {
        for (Field<?> column : columns) {
            rows.add(row(DSL.inline(right), DSL.inline(table.getName()), DSL.inline(column.getName())));
        }
    }
}
