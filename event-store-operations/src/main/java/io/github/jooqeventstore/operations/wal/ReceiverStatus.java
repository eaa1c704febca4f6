package io.github.jooqeventstore.operations.wal;

import io.github.jooqeventstore.operations.OperationsDatabase;
import java.util.ArrayList;
import java.util.List;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/**
 * Whether the server waits for the receiver of its log, and whether it is there.
 *
 * @param demanded whether the server waits for it before it acknowledges a commit
 * @param connected whether it is there and follows
 * @param state as the server sees it: sync, quorum, potential or async; null while it is not there
 * @param lagBytes how far it is behind what the server has flushed; all that its slot keeps while it is not there
 * @param waitingCommits how many sessions wait for it at this moment
 * @param findings what is wrong, a sentence each; empty when all is well
 */
public record ReceiverStatus(
        boolean demanded,
        boolean connected,
        @Nullable String state,
        long lagBytes,
        long waitingCommits,
        List<String> findings) {
    /** Copies. */
    public ReceiverStatus {
        findings = List.copyOf(findings);
    }

    /**
     * {@return how it is} Never waits for the receiver itself.
     *
     * @param database a connection to the server
     * @param tolerance how many bytes it may be behind before that is a finding
     */
    public static ReceiverStatus of(OperationsDatabase database, long tolerance) {
        // The server's own statistics, which no generated table includes.
        Record row = database.dsl().fetchSingle("""
                        select current_setting('synchronous_standby_names') as names,
                               current_setting('synchronous_commit') as mode,
                               receiver.sync_state,
                               coalesce(pg_wal_lsn_diff(pg_current_wal_flush_lsn(),
                                        coalesce(receiver.flush_lsn, slot.restart_lsn)), 0)::bigint as lag,
                               (select count(*) from pg_stat_activity where wait_event = 'SyncRep') as waiting
                        from (select 1) as one
                        left join (select * from pg_stat_replication
                                   where application_name = ? and state = 'streaming' limit 1) as receiver on true
                        left join pg_replication_slots as slot on slot.slot_name = ?""", WalReceiver.NAME, WalReceiver.NAME);
        String state = row.get("sync_state", String.class);
        boolean demanded = List.of(row.get("names", String.class).split("[^A-Za-z0-9_]+", -1))
                .contains(WalReceiver.NAME);
        long lag = row.get("lag", Long.class);
        long waiting = row.get("waiting", Long.class);
        List<String> findings = new ArrayList<>();
        if (!demanded) {
            findings.add("synchronous_standby_names does not have " + WalReceiver.NAME
                    + ": commits do not wait for the receiver, and the last ones are lost with the disk");
        }
        if (List.of("off", "local").contains(row.get("mode", String.class))) {
            findings.add("synchronous_commit is " + row.get("mode", String.class) + ": commits wait for nobody");
        }
        if (state == null) {
            findings.add("the receiver is not there" + (waiting == 0 ? "" : ", and " + waiting + " commits wait for it")
                    + ": start backup wal stream, or let them go on with backup wal release");
        } else if (demanded && !state.equals("sync") && !state.equals("quorum")) {
            findings.add("the receiver is " + state + ": commits wait for another one");
        }
        if (lag > tolerance) {
            findings.add("the receiver is " + lag + " bytes behind");
        }
        return new ReceiverStatus(demanded, state != null, state, lag, waiting, findings);
    }

    /** Lets commits go on without the receiver; those that are waited for at this moment, too. */
    public static void release(OperationsDatabase database) {
        database.dsl().execute("alter system reset synchronous_standby_names");
        database.dsl().fetch("select pg_reload_conf()");
    }
}
