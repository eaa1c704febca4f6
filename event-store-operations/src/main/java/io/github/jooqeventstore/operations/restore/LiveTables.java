package io.github.jooqeventstore.operations.restore;

import java.util.List;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/**
 * What hangs on the tables that are live, and must hang on those that take their place.
 *
 * <p>PostgreSQL's own tables have no classes of jOOQ's. The server writes and quotes the statements; they are executed as they
 * are.
 *
 * @param dsl a connection
 * @param live the schema that is live
 * @param staging the schema whose tables take the place
 */
record LiveTables(DSLContext dsl, String live, String staging) {
    static final List<String> NAMES = List.of("events", "streams", "snapshots");

    private static final String TABLES = """
            from pg_catalog.pg_class c
              join pg_catalog.pg_namespace n on n.oid = c.relnamespace
            where n.nspname = {0} and c.relkind in ('r', 'p') and c.relname = any ({2})
            """;

    /** Those of them that are there. */
    List<String> present() {
        return fetch("select c.relname::text " + TABLES);
    }

    /** What cannot be led over to another table: views, publications, policies; each as an operator would name it. */
    List<String> obstacles() {
        return fetch("""
                with t as (select c.oid, c.relname\s""" + TABLES + """
                )
                select distinct case v.relkind when 'm' then 'materialized view ' else 'view ' end
                    || v.oid::pg_catalog.regclass::text
                  from t join pg_catalog.pg_depend d on d.refobjid = t.oid and d.refclassid = 'pg_catalog.pg_class'::regclass
                    join pg_catalog.pg_rewrite r on r.oid = d.objid and d.classid = 'pg_catalog.pg_rewrite'::regclass
                    join pg_catalog.pg_class v on v.oid = r.ev_class and v.oid <> t.oid
                union all
                select 'publication ' || p.pubname from t
                  join pg_catalog.pg_publication_rel x on x.prrelid = t.oid
                  join pg_catalog.pg_publication p on p.oid = x.prpubid
                union all
                select 'policy ' || p.polname || ' on ' || t.relname from t
                  join pg_catalog.pg_policy p on p.polrelid = t.oid
                order by 1
                """);
    }

    /** Owner, rights, storage settings and triggers of the live tables, for the new ones. */
    void copyTo() {
        run("""
                select pg_catalog.format('alter table %I.%I owner to %I', {1}::text, c.relname,
                  pg_catalog.pg_get_userbyid(c.relowner))
                """ + TABLES + " and pg_catalog.pg_get_userbyid(c.relowner) <> current_user");
        run("""
                select pg_catalog.format('alter table %I.%I set (%s)', {1}::text, c.relname,
                  pg_catalog.array_to_string(c.reloptions, ', '))
                """ + TABLES + " and c.reloptions is not null");
        run(grants("%s", "c.relacl", "", ""));
        run(grants(
                "%s (' || pg_catalog.quote_ident(a.attname) || ')",
                "a.attacl", "join pg_catalog.pg_attribute a on a.attrelid = c.oid and not a.attisdropped", ""));
        run("""
                select replace(pg_catalog.pg_get_triggerdef(g.oid),
                  pg_catalog.format(' ON %I.%I ', n.nspname, c.relname), pg_catalog.format(' ON %I.%I ', {1}::text, c.relname))
                from pg_catalog.pg_class c
                  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
                  join pg_catalog.pg_trigger g on g.tgrelid = c.oid and not g.tgisinternal
                where n.nspname = {0} and c.relname = any ({2})
                  and not exists (select from pg_catalog.pg_trigger o
                    join pg_catalog.pg_class oc on oc.oid = o.tgrelid
                    join pg_catalog.pg_namespace os on os.oid = oc.relnamespace
                    where os.nspname = {1} and oc.relname = c.relname and o.tgname = g.tgname)
                """);
    }

    private static String grants(String privilege, String acl, String join, String and) {
        return "select pg_catalog.format('grant " + privilege
                + " on %I.%I to %s%s', x.privilege_type, {1}::text, c.relname,"
                + " case x.grantee when 0 then 'public' else pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(x.grantee)) end,"
                + " case when x.is_grantable then ' with grant option' else '' end)"
                + " from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace " + join
                + " cross join lateral pg_catalog.aclexplode(" + acl + ") x"
                + " where n.nspname = {0} and c.relkind in ('r', 'p') and c.relname = any ({2})"
                + " and x.grantee <> c.relowner " + and;
    }

    /** The foreign keys of other tables that lead here, taken off: each comes back as what puts it on again. */
    List<String> dropForeignKeys() {
        String keys = """
                from pg_catalog.pg_constraint k
                  join pg_catalog.pg_class f on f.oid = k.conrelid join pg_catalog.pg_namespace fn on fn.oid = f.relnamespace
                  join pg_catalog.pg_class c on c.oid = k.confrelid join pg_catalog.pg_namespace n on n.oid = c.relnamespace
                where k.contype = 'f' and k.conparentid = 0 and n.nspname = {0} and c.relname = any ({2})
                  and not (fn.nspname = {0} and f.relname = any ({2}))
                order by fn.nspname, f.relname, k.conname
                """;
        List<String> again = fetch("""
                select pg_catalog.format('alter table %I.%I add constraint %I %s%s', fn.nspname, f.relname, k.conname,
                  pg_catalog.pg_get_constraintdef(k.oid), case when k.convalidated then ' not valid' else '' end)
                """ + keys);
        run("select pg_catalog.format('alter table %I.%I drop constraint %I', fn.nspname, f.relname, k.conname) "
                + keys);
        return again;
    }

    private void run(String statements) {
        // The statement is the server's own text: nothing in it is a placeholder.
        fetch(statements).forEach(statement -> dsl.execute(DSL.sql("{0}", DSL.raw(statement))));
    }

    private List<String> fetch(String sql) {
        return dsl.fetch(sql, DSL.val(live), DSL.val(staging), DSL.val(NAMES.toArray(String[]::new)))
                .getValues(0, String.class);
    }
}
