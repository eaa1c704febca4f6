package io.github.jooqeventstore.operations.pool;

import io.github.jooqeventstore.operations.OperationsDatabase;

/**
 * The connections that a server lets an application have.
 *
 * @param maxConnections the server's setting
 * @param reserved of these, those that only superusers, or roles named for it, can have
 * @param others connections of other users, at present or as planned
 * @param limit what role or database are limited to; -1: nothing
 */
public record ServerConnections(int maxConnections, int reserved, int others, int limit) {
    // Plain SQL: catalogs and views of the server, of which there are no generated classes.
    private static final String READ = """
            select
              (select count(*)::int from pg_stat_activity
               where backend_type = 'client backend' and usename is distinct from current_user) as others,
              (select rolconnlimit from pg_roles where rolname = current_user) as role_limit,
              (select datconnlimit from pg_database where datname = current_database()) as database_limit""";

    /** {@return what the server says at present, to the user who asks} */
    public static ServerConnections read(OperationsDatabase database) {
        ConnectionLimits limits = ConnectionLimits.read(database.dsl());
        var row = database.dsl().fetchSingle(READ);
        int role = row.get("role_limit", Integer.class);
        int ofDatabase = row.get("database_limit", Integer.class);
        return new ServerConnections(
                limits.max(),
                limits.reserved(),
                row.get("others", Integer.class),
                role < 0 ? ofDatabase : ofDatabase < 0 ? role : Math.min(role, ofDatabase));
    }

    /** {@return how many are left for the application; 0 or more} */
    public int left() {
        int left = Math.max(0, maxConnections - reserved - others);
        return limit < 0 ? left : Math.min(left, limit);
    }

    /** {@return how that comes about} */
    public String formula() {
        return "max_connections " + maxConnections + " - reserved " + reserved + " - other users " + others
                + (limit < 0 ? "" : ", and a limit of " + limit + " of role or database") + " = " + left();
    }
}
