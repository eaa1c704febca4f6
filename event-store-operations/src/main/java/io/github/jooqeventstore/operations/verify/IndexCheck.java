package io.github.jooqeventstore.operations.verify;

import static io.github.jooqeventstore.operations.catalog.SystemFunctions.system;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import io.github.jooqeventstore.operations.OperationsDatabase;
import io.github.jooqeventstore.operations.catalog.PgAm;
import io.github.jooqeventstore.operations.catalog.PgClass;
import io.github.jooqeventstore.operations.catalog.PgIndex;
import io.github.jooqeventstore.operations.catalog.PgNamespace;
import java.util.List;
import org.jooq.Field;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/**
 * Whether each B-tree of the store's tables has its entries in order, and an entry for each row: by PostgreSQL's own extension
 * {@code amcheck}, in a database that nobody else uses.
 */
final class IndexCheck {
    private IndexCheck() {}

    /** {@return what is wrong, or null; also where the server has no such extension} */
    static @Nullable String run(OperationsDatabase database) {
        boolean there = database.dsl()
                .fetchExists(
                        table(name("pg_catalog", "pg_available_extensions")),
                        DSL.field(name("name"), String.class).eq("amcheck"));
        if (!there) {
            return null;
        }
        // Neither extensions nor their functions are in jOOQ's language.
        database.dsl().execute("create extension if not exists amcheck");
        for (String index : indexes(database)) {
            try {
                database.dsl().fetch("select bt_index_check({0}::regclass, true)", DSL.val(index));
            } catch (DataAccessException e) {
                return "index " + index + ": expected an entry for each row, in order, found "
                        + String.valueOf(e.getMessage())
                                .lines()
                                .reduce((first, last) -> last)
                                .orElse("an error");
            }
        }
        return null;
    }

    /** Their names with the schema, quoted where they must be. */
    private static List<String> indexes(OperationsDatabase database) {
        var index = new PgIndex("i");
        var relation = new PgClass("c");
        var namespace = new PgNamespace("n");
        var kind = new PgAm("a");
        Field<String> whole = system("format", SQLDataType.CLOB, inline("%I.%I"), namespace.name, relation.name);
        return database.dsl()
                .select(whole)
                .from(index.table())
                .join(relation.table())
                .on(relation.oid.eq(index.index))
                .join(namespace.table())
                .on(namespace.oid.eq(relation.namespace))
                .join(kind.table())
                .on(kind.oid.eq(relation.accessMethod))
                .where(namespace.name.eq(database.target().schema()))
                .and(kind.name.eq("btree"))
                .and(index.valid)
                .orderBy(whole)
                .fetch(whole);
    }
}
