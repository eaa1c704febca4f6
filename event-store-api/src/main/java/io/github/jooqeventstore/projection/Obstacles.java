package io.github.jooqeventstore.projection;

import java.util.List;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/** What stands in the way of putting another table in the place of one: it would be lost, or go on meaning the old table. */
final class Obstacles {

    // Plain SQL: the catalog of the server is no part of the generated code.
    private static final String QUERY = """
            with t as (
              select c.* from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
              where n.nspname = {0} and c.relname = {1}
            )
            select 'it no plain table' from t where relkind <> 'r' or relispartition or relpersistence <> 'p'
            union all select 'it in a tablespace of its own' from t where reltablespace <> 0
            union all select 'a replica identity of its own' from t where relreplident <> 'd'
            union all select 'row level security on it' from t where relrowsecurity
            union all select 'policy ' || polname || ' on it' from t join pg_catalog.pg_policy on polrelid = t.oid
            union all select 'inheritance of table ' || inhrelid::pg_catalog.regclass
              from t join pg_catalog.pg_inherits on t.oid in (inhrelid, inhparent)
            union all select 'trigger ' || tgname || ' on it'
              from t join pg_catalog.pg_trigger on tgrelid = t.oid where not tgisinternal
            union all select 'foreign key ' || conname || ' of ' || conrelid::pg_catalog.regclass
              from t join pg_catalog.pg_constraint on t.oid in (conrelid, confrelid) where contype = 'f'
            union all select 'rule ' || rulename || ' on it' from t join pg_catalog.pg_rewrite on ev_class = t.oid
            union all select distinct 'view ' || r.ev_class::pg_catalog.regclass || ' of it'
              from t join pg_catalog.pg_depend d on d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
                and d.refobjid = t.oid and d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass
              join pg_catalog.pg_rewrite r on r.oid = d.objid where r.ev_class <> t.oid
            union all select distinct pg_catalog.pg_describe_object(d.classid, d.objid, d.objsubid) || ' that uses it'
              from t join pg_catalog.pg_depend d on d.deptype = 'n'
                and (d.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass
                     and d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.refobjid = t.oid
                  or d.refclassid = 'pg_catalog.pg_type'::pg_catalog.regclass and d.refobjid = t.reltype)
            union all select 'sequence ' || d.objid::pg_catalog.regclass || ' of a serial column, which an identity column has not'
              from t join pg_catalog.pg_depend d on d.refobjid = t.oid
                and d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
                and d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.deptype = 'a'
              join pg_catalog.pg_class s on s.oid = d.objid and s.relkind = 'S'
            union all select 'extended statistics ' || stxname || ' on it'
              from t join pg_catalog.pg_statistic_ext on stxrelid = t.oid
            union all select 'publication ' || pubname || ' of it'
              from t join pg_catalog.pg_publication_rel r on r.prrelid = t.oid
              join pg_catalog.pg_publication p on p.oid = r.prpubid
            union all select 'privileges on its column ' || attname
              from t join pg_catalog.pg_attribute on attrelid = t.oid where attacl is not null
            order by 1
            """;

    private Obstacles() {}

    /** As the end of a message: {@code view public.shown of it}. Empty if nothing is in the way. */
    static List<String> of(DSLContext dsl, Relation relation) {
        return dsl.resultQuery(QUERY, DSL.val(relation.schema()), DSL.val(relation.name()))
                .fetch(row -> row.get(0, String.class));
    }
}
