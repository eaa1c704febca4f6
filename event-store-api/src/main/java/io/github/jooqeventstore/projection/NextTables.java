package io.github.jooqeventstore.projection;

import io.github.jooqeventstore.RebuildRefusedException;
import java.util.List;
import java.util.Map;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Keyword;
import org.jooq.QueryPart;
import org.jooq.Table;
import org.jooq.impl.DSL;

/** The tables that a rebuild fills, made like the live ones. */
final class NextTables {

    private final String projection;
    private final Map<Table<?>, Relation> live;

    NextTables(String projection, Map<Table<?>, Relation> live) {
        this.projection = projection;
        this.live = live;
    }

    /**
     * Makes them empty, like the live ones as they are now.
     *
     * @throws RebuildRefusedException if a live one has what cannot be made again, or a table of that name is there
     */
    void create(DSLContext dsl) {
        for (Relation table : live.values()) {
            requireReplaceable(dsl, table);
            for (Relation other : List.of(table.next(), table.previous())) {
                if (other.exists(dsl)) {
                    throw new RebuildRefusedException(projection, "no table " + other, "one of another origin");
                }
            }
            create(dsl, table);
        }
        requireReached(dsl);
    }

    /** @throws RebuildRefusedException if another table could not take its place */
    void requireReplaceable(DSLContext dsl, Relation table) {
        if (!table.hasRoomForSuffix()) {
            throw new RebuildRefusedException(
                    projection, "a table with a name of 53 bytes at most, so that it can be renamed", table.toString());
        }
        List<String> obstacles = Obstacles.of(dsl, table);
        if (!obstacles.isEmpty()) {
            throw new RebuildRefusedException(
                    projection,
                    "table " + table + " to have nothing that a table made like it would not have",
                    String.join(", ", obstacles));
        }
    }

    private static void create(DSLContext dsl, Relation table) {
        Ddl ddl = Ddl.in(dsl);
        ddl.run("create table {0} (like {1} including all)", table.next().qualified(), table.qualified());
        // Plain SQL from here on: the catalog of the server is no part of the generated code.
        dsl.resultQuery(
                        "select pg_catalog.pg_get_userbyid(relowner) as owner, current_user as creator,"
                                + " pg_catalog.obj_description(oid, 'pg_class') as comment from pg_catalog.pg_class"
                                + " where oid = {0}::pg_catalog.regclass",
                        quoted(table))
                .forEach(row -> {
                    String owner = row.get("owner", String.class);
                    if (!owner.equals(row.get("creator", String.class))) {
                        ddl.run("alter table {0} owner to {1}", table.next().qualified(), DSL.name(owner));
                    }
                    String comment = row.get("comment", String.class);
                    if (comment != null) {
                        ddl.run("comment on table {0} is {1}", table.next().qualified(), DSL.inline(comment));
                    }
                });
        dsl.resultQuery(
                        "select o.option_name, o.option_value from pg_catalog.pg_class c,"
                                + " pg_catalog.pg_options_to_table(c.reloptions) o"
                                + " where c.oid = {0}::pg_catalog.regclass",
                        quoted(table))
                .forEach(row -> ddl.run(
                        "alter table {0} set ({1} = {2})",
                        table.next().qualified(),
                        DSL.name(row.get(0, String.class)),
                        DSL.inline(row.get(1, String.class))));
        copyPrivileges(dsl, ddl, table);
    }

    /** Those that a new table has by default are taken away first. */
    private static void copyPrivileges(DSLContext dsl, Ddl ddl, Relation table) {
        String privileges = "select distinct a.grantee, pg_catalog.pg_get_userbyid(a.grantee) as role,"
                + " a.privilege_type, a.is_grantable"
                + " from pg_catalog.pg_class c, pg_catalog.aclexplode(c.relacl) a"
                + " where c.oid = {0}::pg_catalog.regclass and a.grantee <> c.relowner";
        dsl.resultQuery(privileges, quoted(table.next()))
                .forEach(row -> ddl.run(
                        "revoke all on {0} from {1}",
                        table.next().qualified(), grantee(row.get(0, Long.class), row.get(1, String.class))));
        dsl.resultQuery(privileges, quoted(table)).forEach(row -> {
            Keyword privilege = DSL.keyword(row.get(2, String.class));
            QueryPart grantee = grantee(row.get(0, Long.class), row.get(1, String.class));
            String template = "grant {0} on {1} to {2}"
                    + (Boolean.TRUE.equals(row.get(3, Boolean.class)) ? " with grant option" : "");
            ddl.run(template, privilege, table.next().qualified(), grantee);
        });
    }

    private static QueryPart grantee(long oid, String role) {
        return oid == 0 ? DSL.keyword("public") : DSL.name(role);
    }

    private static Field<String> quoted(Relation table) {
        return DSL.function(
                "format", String.class, DSL.inline("%I.%I"), DSL.val(table.schema()), DSL.val(table.name()));
    }

    /** @throws RebuildRefusedException if the mapping does not lead to them, as with tables that are no generated ones */
    void requireReached(DSLContext dsl) {
        DSLContext mapped = new NextMapping(live).in(dsl);
        live.forEach((table, relation) -> {
            Relation reached = Relation.of(mapped, table);
            if (!relation.next().equals(reached)) {
                throw new RebuildRefusedException(
                        projection,
                        "table mapping to lead " + table.getName() + " to " + relation.next()
                                + ", as it does with generated" + " tables",
                        reached == null ? "it led to none" : "it led to " + reached);
            }
        });
    }

    void drop(DSLContext dsl) {
        Ddl ddl = Ddl.in(dsl);
        live.values()
                .forEach(table ->
                        ddl.run("drop table if exists {0}", table.next().qualified()));
    }

    void dropPrevious(DSLContext dsl) {
        Ddl ddl = Ddl.in(dsl);
        live.values()
                .forEach(table ->
                        ddl.run("drop table if exists {0}", table.previous().qualified()));
    }
}
