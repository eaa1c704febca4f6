package io.github.jooqeventstore.projection;

import java.nio.charset.StandardCharsets;
import org.jooq.DSLContext;
import org.jooq.Name;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * A table by the names that it has in the database, whatever it is called in the program.
 *
 * @param schema its schema
 * @param name its name
 */
record Relation(String schema, String name) {

    static final int LONGEST_NAME = 63;

    private static final String NEXT = "__next";
    private static final String PREVIOUS = "__previous";

    /** The table that the settings of the context lead to; null if there is none. */
    static @Nullable Relation of(DSLContext dsl, Table<?> table) {
        // Plain SQL: the catalog of the server is no part of the generated code. to_regclass finds a name as statements
        // do.
        return dsl.resultQuery(
                        "select n.nspname, c.relname from pg_catalog.pg_class c"
                                + " join pg_catalog.pg_namespace n on n.oid = c.relnamespace"
                                + " where c.oid = pg_catalog.to_regclass({0})",
                        DSL.val(dsl.render(table)))
                .fetchOne(row -> new Relation(row.get(0, String.class), row.get(1, String.class)));
    }

    Relation next() {
        return new Relation(schema, name + NEXT);
    }

    Relation previous() {
        return new Relation(schema, name + PREVIOUS);
    }

    /** Whether the names that it is to have for a time are names. */
    boolean hasRoomForSuffix() {
        return (name + PREVIOUS).getBytes(StandardCharsets.UTF_8).length <= LONGEST_NAME;
    }

    boolean exists(DSLContext dsl) {
        // Plain SQL: the catalog of the server is no part of the generated code.
        return !dsl.fetch(
                        "select 1 from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace"
                                + " where n.nspname = {0} and c.relname = {1}",
                        DSL.val(schema), DSL.val(name))
                .isEmpty();
    }

    Name qualified() {
        return DSL.name(schema, name);
    }

    Name in(String otherName) {
        return DSL.name(schema, otherName);
    }

    @Override
    public String toString() {
        return schema + "." + name;
    }
}
