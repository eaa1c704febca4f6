package io.github.jooqeventstore.operations.index;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.val;

import io.github.jooqeventstore.operations.lint.IndexDefinition;
import java.sql.Connection;
import java.sql.SQLException;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/**
 * The indexes that are in the database, valid or not, beside those that should be. Plain SQL: it asks system catalogs, of which
 * jOOQ knows no tables.
 */
public final class LiveIndexes {
    private static final String FIND = """
            select x.indisvalid, pg_get_indexdef(i.oid) as definition
            from pg_class i
              join pg_namespace n on n.oid = i.relnamespace
              join pg_index x on x.indexrelid = i.oid
            where n.nspname = {0} and i.relname = {1}""";

    private final DSLContext dsl;
    private final Connection connection;
    private final String schema;

    /**
     * In the database of a connection that is in no transaction.
     *
     * @param dsl jOOQ on the connection
     * @param connection the connection itself
     * @param schema where an index is whose definition names no schema
     */
    public LiveIndexes(DSLContext dsl, Connection connection, String schema) {
        this.dsl = dsl;
        this.connection = connection;
        this.schema = schema;
    }

    /** {@return whether there is an index of that name, valid or not} */
    public boolean exists(@Nullable String named, String index) {
        return find(named, index) != null;
    }

    private @Nullable Record find(@Nullable String named, String index) {
        return dsl.fetchOptional(FIND, val(schemaOf(named)), val(index)).orElse(null);
    }

    private String schemaOf(@Nullable String named) {
        return named == null ? schema : named;
    }

    /** Drops the index when it is there and a build of it did not come to its end. */
    public void dropInvalid(IndexDefinition index) {
        Record found = find(index.schema(), index.name());
        if (found != null && !found.get("indisvalid", Boolean.class)) {
            // jOOQ renders no schema with its settings here: the name says which.
            dsl.execute("drop index concurrently {0}", name(schemaOf(index.schema()), index.name()));
        }
    }

    /** {@return whether this very index is there and valid} One of its name that is another one is none: building it then fails. */
    public boolean isThere(IndexDefinition index) {
        Record found = find(index.schema(), index.name());
        return found != null && found.get("indisvalid", Boolean.class) && finding(index) == null;
    }

    /** {@return what is there instead of the index, or null where it is there and valid} */
    public @Nullable String finding(IndexDefinition index) {
        Record found = find(index.schema(), index.name());
        if (found == null) {
            return "none";
        }
        if (!found.get("indisvalid", Boolean.class)) {
            return "an invalid index, whose build was interrupted";
        }
        String live = comparable(found.get("definition", String.class));
        String wanted = wanted(index);
        return wanted == null || live.equals(wanted) ? null : live;
    }

    // The server itself says how it would keep such an index: on an empty copy of the table, which is gone at once.
    private @Nullable String wanted(IndexDefinition index) {
        try {
            return dsl.transactionResult(transaction -> {
                transaction
                        .dsl()
                        .execute(
                                "create temporary table event_store_copy (like {0}) on commit drop",
                                name(schemaOf(index.schema()), index.table()));
                build("create " + (index.unique() ? "unique " : "") + "index event_store_copy_ix on"
                        + " pg_temp.event_store_copy " + index.definition());
                return comparable(transaction
                        .dsl()
                        .fetchValue(field(
                                "pg_get_indexdef('pg_temp.event_store_copy_ix'::regclass)", SQLDataType.VARCHAR)));
            });
        } catch (DataAccessException e) {
            // A reader may not make temporary tables, nor may anybody on a replica: then the name has to do.
            return null;
        }
    }

    // The operator's own text, in which a question mark is an operator of the server's and no parameter.
    private void build(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(sql);
        }
    }

    // Without the names of index and table.
    private static String comparable(String definition) {
        int using = definition.indexOf(" USING ");
        return (definition.startsWith("CREATE UNIQUE") ? "unique " : "") + definition.substring(using + 1);
    }
}
