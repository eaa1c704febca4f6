package io.github.jooqeventstore.operations.pool;

import static org.jooq.impl.DSL.val;

import io.github.jooqeventstore.operations.OperationsDatabase;
import java.util.ArrayList;
import java.util.List;

/**
 * Who has the connections of a server at this moment.
 *
 * @param maxConnections the server's setting
 * @param reserved of these, those that only superusers, or roles named for it, can have
 * @param used the connections of clients, of all databases
 * @param roles the roles that are limited, or have connections
 * @param groups the connections by application and state
 * @param waiting those who wait for a lock
 */
public record PoolView(
        int maxConnections, int reserved, int used, List<Role> roles, List<Group> groups, List<Waiting> waiting) {
    // Plain SQL: catalogs and views of the server, of which there are no generated classes. No query is read: it may
    // hold
    // data. What this user may not see of others is null.
    private static final String USED =
            "select count(*)::int as used from pg_stat_activity where backend_type = 'client backend'";
    private static final String ROLES = """
            select r.rolname as name, r.rolconnlimit as limit, count(a.pid)::int as used
            from pg_roles r left join pg_stat_activity a on a.usesysid = r.oid and a.backend_type = 'client backend'
            group by r.rolname, r.rolconnlimit
            having r.rolconnlimit >= 0 or count(a.pid) > 0
            order by count(a.pid) desc, r.rolname""";
    private static final String GROUPS = """
            select coalesce(nullif(a.application_name, ''), 'unnamed') as application, coalesce(a.usename, 'hidden') as role,
              coalesce(a.datname, 'none') as database, coalesce(a.state, 'hidden') as state, count(*)::int as connections,
              coalesce(max(greatest(0, extract(epoch from clock_timestamp() - a.state_change)))::int, 0) as seconds
            from pg_stat_activity a
            where a.backend_type = 'client backend' and a.pid <> pg_backend_pid()
            group by 1, 2, 3, 4 order by connections desc, application, state""";
    private static final String WAITING = """
            select a.pid, coalesce(nullif(a.application_name, ''), 'unnamed') as application,
              coalesce(a.wait_event, 'hidden') as event,
              greatest(0, extract(epoch from clock_timestamp() - a.query_start))::int as seconds,
              array_to_string(pg_blocking_pids(a.pid), ', ') as blockers
            from pg_stat_activity a
            where a.backend_type = 'client backend' and a.pid <> {0} and a.wait_event_type = 'Lock'
            order by a.query_start""";
    private static final double FULL = 0.9;

    /** Copies. */
    public PoolView {
        roles = List.copyOf(roles);
        groups = List.copyOf(groups);
        waiting = List.copyOf(waiting);
    }

    /**
     * A role.
     *
     * @param name its name
     * @param limit how many connections it may have; -1: any number
     * @param used how many it has
     */
    public record Role(String name, int limit, int used) {}

    /**
     * Connections of one kind.
     *
     * @param application its name, as it says
     * @param role who has logged in
     * @param database to which database
     * @param state idle, active, idle in transaction, …
     * @param connections how many
     * @param seconds how long the longest has been so
     */
    public record Group(String application, String role, String database, String state, int connections, int seconds) {}

    /**
     * A connection that waits for a lock.
     *
     * @param pid the server's process
     * @param application its name, as it says
     * @param event what it waits for
     * @param seconds how long its statement has run
     * @param blockers the processes that it waits for
     */
    public record Waiting(int pid, String application, String event, int seconds, String blockers) {}

    /** {@return the view at present} */
    public static PoolView read(OperationsDatabase database) {
        var dsl = database.dsl();
        ConnectionLimits limits = ConnectionLimits.read(dsl);
        int self = dsl.fetchSingle("select pg_backend_pid() as pid").get("pid", Integer.class);
        return new PoolView(
                limits.max(),
                limits.reserved(),
                dsl.fetchSingle(USED).get("used", Integer.class),
                dsl.fetch(ROLES).into(Role.class),
                dsl.fetch(GROUPS).into(Group.class),
                dsl.fetch(WAITING, val(self)).into(Waiting.class));
    }

    /** {@return how many connections anybody may still have} */
    public int left() {
        return Math.max(0, maxConnections - reserved - used);
    }

    /** {@return what is over budget; empty: all is well} */
    public List<String> findings() {
        var findings = new ArrayList<String>();
        if (used >= FULL * (maxConnections - reserved)) {
            findings.add("%d of %d connections are in use: the next ones are refused (53300)"
                    .formatted(used, maxConnections - reserved));
        }
        for (Role role : roles) {
            if (role.limit() >= 0 && role.used() >= role.limit()) {
                findings.add("role %s has %d of the %d connections that it may have"
                        .formatted(role.name(), role.used(), role.limit()));
            }
        }
        return findings;
    }
}
