package io.github.jooqeventstore.operations.replica;

import static io.github.jooqeventstore.operations.catalog.SystemFunctions.inRecovery;

import org.jooq.DSLContext;

/**
 * Which cluster a server is one of, and which of its histories it is on: a promotion begins a new timeline.
 *
 * @param systemIdentifier the same on a primary and on all of its standbys
 * @param timeline the number of the history
 * @param standby whether it replays another one's log
 */
public record ServerIdentity(String systemIdentifier, int timeline, boolean standby) {
    private static final int HEX = 16;

    static ServerIdentity read(DSLContext dsl) {
        boolean standby = dsl.select(inRecovery()).fetchSingle().value1();
        // Functions of the server that return rows, which no generated table includes. A primary's control file may
        // tell of
        // its last checkpoint, which was made before the promotion: the name of the segment that it writes does not.
        var row = dsl.fetchSingle("select (select system_identifier::text from pg_control_system()) as system,"
                + " (select timeline_id from pg_control_checkpoint()) as timeline,"
                + " case when pg_is_in_recovery() then null"
                + " else left(pg_walfile_name(pg_current_wal_lsn()), 8) end as written");
        String written = row.get("written", String.class);
        return new ServerIdentity(
                row.get("system", String.class),
                written == null ? row.get("timeline", Integer.class) : Integer.parseInt(written, HEX),
                standby);
    }

    /** {@return whether both are of one cluster} */
    boolean sameCluster(ServerIdentity other) {
        return systemIdentifier.equals(other.systemIdentifier);
    }
}
