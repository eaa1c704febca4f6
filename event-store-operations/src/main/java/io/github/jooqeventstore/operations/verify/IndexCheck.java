package io.github.jooqeventstore.operations.verify;

import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import io.github.jooqeventstore.operations.OperationsDatabase;
import java.util.List;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
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
        List<String> indexes =
                database.dsl().fetch("""
                        select format('%I.%I', n.nspname, c.relname)
                        from pg_catalog.pg_index i
                        join pg_catalog.pg_class c on c.oid = i.indexrelid
                        join pg_catalog.pg_namespace n on n.oid = c.relnamespace
                        join pg_catalog.pg_am a on a.oid = c.relam
                        where n.nspname = {0} and a.amname = 'btree' and i.indisvalid
                        order by 1""", DSL.val(database.target().schema())).map(row -> row.get(0, String.class));
        for (String index : indexes) {
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
}
