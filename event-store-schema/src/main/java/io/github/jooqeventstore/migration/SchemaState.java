package io.github.jooqeventstore.migration;

import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is in the database before anything is done.
 *
 * @param exists whether the schema exists
 * @param history whether our history table exists
 * @param store the store's own row, null when there is no such table or row
 * @param mayCreateTables whether the user may create tables in the schema
 */
record SchemaState(boolean exists, boolean history, SchemaInfo.@Nullable Store store, boolean mayCreateTables) {
    /** The highest version among this library's migrations. */
    static final int LIBRARY_VERSION = 2;

    static SchemaState read(StoreSession session) {
        return session.attempt("to read what is in it", () -> {
            requireUsage(session);
            SchemaState state = session.query(
                            """
                    select
                      n.oid is not null,
                      exists (select from pg_class c where c.relnamespace = n.oid and c.relname = ?),
                      coalesce(has_schema_privilege(n.oid, 'create'), false)
                    from (values (?)) as asked (name) left join pg_namespace n on n.nspname = asked.name
                    """,
                            row -> new SchemaState(row.getBoolean(1), row.getBoolean(2), null, row.getBoolean(3)),
                            StoreFlyway.HISTORY,
                            session.schema())
                    .get(0);
            return new SchemaState(state.exists, state.history, store(session), state.mayCreateTables);
        });
    }

    // To a user without this right the server says that tables are missing: the search path passes over the schema.
    private static void requireUsage(StoreSession session) throws SQLException {
        List<Boolean> usage = session.query(
                "select has_schema_privilege(oid, 'usage') from pg_namespace where nspname = ?",
                row -> row.getBoolean(1),
                session.schema());
        if (usage.contains(false)) {
            throw new SchemaException.NotAllowed(
                    session.subject(), "the right to use it", "none of this user", "42501");
        }
    }

    private static SchemaInfo.@Nullable Store store(StoreSession session) throws SQLException {
        // A table called store may be the application's own: its columns tell.
        List<Integer> columns = session.query("""
                select count(*) from pg_attribute a
                  join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
                where n.nspname = ? and c.relname = 'store'
                  and a.attname in ('store_id', 'epoch', 'schema_version', 'compatible_from') and not a.attisdropped
                """, row -> row.getInt(1), session.schema());
        if (columns.get(0) < 4) {
            return null;
        }
        List<SchemaInfo.Store> rows = session.query(
                "select store_id, epoch, schema_version, compatible_from from store",
                row -> new SchemaInfo.Store(
                        UUID.fromString(row.getString(1)), row.getLong(2), row.getInt(3), row.getInt(4)));
        return rows.isEmpty() ? null : rows.get(0);
    }

    int version() {
        return store == null ? 0 : store.schemaVersion();
    }
}
