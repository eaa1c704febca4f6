package io.github.jooqeventstore.operations.migration;

import static org.jooq.impl.DSL.val;

import java.util.stream.Collectors;

/** Who holds locks on the tables of a schema. */
final class LockHolders {
    // Plain SQL: pg_locks and pg_stat_activity have no generated classes. No query is shown: it may hold data.
    private static final String HOLDERS = """
            select a.pid, coalesce(nullif(a.application_name, ''), 'unnamed') as application,
              coalesce(a.state, 'unknown') as state,
              greatest(0, extract(epoch from clock_timestamp() - a.xact_start))::int as seconds
            from pg_stat_activity a
            where a.pid <> pg_backend_pid() and exists (
              select from pg_locks l
                join pg_class c on c.oid = l.relation
                join pg_namespace n on n.oid = c.relnamespace
              where l.pid = a.pid and l.granted and n.nspname = {0})
            order by a.xact_start limit 3""";

    private LockHolders() {}

    static String of(MigrationSession session) {
        String holders = session.dsl().fetch(HOLDERS, val(session.schema())).stream()
                .map(row -> "server process " + row.get("pid") + " (" + row.get("application") + ", " + row.get("state")
                        + " for " + row.get("seconds") + " s)")
                .collect(Collectors.joining(", "));
        return holders.isEmpty() ? "nobody any more" : holders;
    }
}
