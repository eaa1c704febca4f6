package io.github.jooqeventstore.projection;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Puts a table in the place of another by renaming both, with their indexes and sequences: a name goes to what has the same
 * definition. Constraints that have no index keep their names anyway, those that have one share its name.
 */
final class Exchange {

    // Plain SQL: the catalog of the server is no part of the generated code. Equal definitions are told apart by age.
    private static final String PARTS = """
            with t as (
              select c.oid from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
              where n.nspname = {0} and c.relname = {1}
            ), parts as (
              select i.oid, i.relname, i.relkind, pg_catalog.concat_ws('|', a.amname, x.indisunique, x.indisprimary,
                  x.indisexclusion, x.indnullsnotdistinct, x.indnkeyatts, x.indoption, x.indclass, x.indcollation,
                  pg_catalog.pg_get_expr(x.indpred, x.indrelid),
                  (select pg_catalog.string_agg(pg_catalog.pg_get_indexdef(x.indexrelid, k, false), ',' order by k)
                   from pg_catalog.generate_series(1, x.indnatts) k)) as definition
              from t join pg_catalog.pg_index x on x.indrelid = t.oid
              join pg_catalog.pg_class i on i.oid = x.indexrelid join pg_catalog.pg_am a on a.oid = i.relam
              union all
              select s.oid, s.relname, s.relkind, 'identity of ' || f.attname
              from t join pg_catalog.pg_depend d on d.refobjid = t.oid and d.deptype = 'i'
                and d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
                and d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
              join pg_catalog.pg_class s on s.oid = d.objid and s.relkind = 'S'
              join pg_catalog.pg_attribute f on f.attrelid = t.oid and f.attnum = d.refobjsubid
            )
            select relname, relkind::text, definition || '|'
                || pg_catalog.row_number() over (partition by definition order by oid) as key
            from parts order by oid
            """;

    /** An index, or the sequence of an identity column. */
    private record Part(String name, boolean index) {}

    private final DSLContext dsl;
    private final Ddl ddl;

    Exchange(DSLContext dsl) {
        this.dsl = dsl;
        this.ddl = Ddl.in(dsl);
    }

    /** {@code table} becomes {@code leaving}, and what was {@code coming} becomes {@code table}. */
    void run(Relation table, Relation leaving, Relation coming) {
        String suffix = leaving.name().substring(table.name().length());
        Map<String, Part> old = parts(table);
        Map<String, Part> fresh = parts(coming);
        ddl.run("alter table {0} rename to {1}", table.qualified(), DSL.name(leaving.name()));
        ddl.run("alter table {0} rename to {1}", coming.qualified(), DSL.name(table.name()));
        old.forEach((key, part) -> {
            Part counterpart = fresh.get(key);
            if (counterpart != null) {
                rename(table, part, withSuffix(part.name(), suffix));
                rename(table, counterpart, part.name());
            }
        });
    }

    private void rename(Relation table, Part part, String name) {
        ddl.run(
                part.index() ? "alter index {0} rename to {1}" : "alter sequence {0} rename to {1}",
                table.in(part.name()),
                DSL.name(name));
    }

    private Map<String, Part> parts(Relation table) {
        Map<String, Part> parts = new LinkedHashMap<>();
        dsl.resultQuery(PARTS, DSL.val(table.schema()), DSL.val(table.name())).forEach(row -> {
            @Nullable String kind = row.get(1, String.class);
            parts.put(row.get(2, String.class), new Part(row.get(0, String.class), !"S".equals(kind)));
        });
        return parts;
    }

    /** A name that would be too long loses its end to a hash of the whole. */
    static String withSuffix(String name, String suffix) {
        String whole = name + suffix;
        if (whole.getBytes(StandardCharsets.UTF_8).length <= Relation.LONGEST_NAME) {
            return whole;
        }
        String tail = "_" + Integer.toHexString(name.hashCode()) + suffix;
        int end = name.length();
        while ((name.substring(0, end) + tail).getBytes(StandardCharsets.UTF_8).length > Relation.LONGEST_NAME) {
            end = name.offsetByCodePoints(end, -1);
        }
        return name.substring(0, end) + tail;
    }
}
