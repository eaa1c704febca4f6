package io.github.jooqeventstore.operations.runbook;

import java.util.Map;

/**
 * What the server tells of itself, by part.
 *
 * <p>Plain SQL: catalogs and views of the server, of which there are no generated classes, shown as they are. The columns are
 * named one by one: no text of a statement, no string that leads to another server, and no command that may hold a key is among
 * them.
 */
final class ServerQueries {
    static final Map<String, String> ALL = Map.of(
            "server.json",
            """
            select version(), pg_postmaster_start_time()::text as started, pg_conf_load_time()::text as configured,
              pg_is_in_recovery() as in_recovery, current_setting('data_checksums') as data_checksums,
              (select timeline_id from pg_control_checkpoint()) as timeline,
              (select checkpoint_time::text from pg_control_checkpoint()) as checkpoint,
              (select system_identifier::text from pg_control_system()) as system_identifier, now()::text as now""",
            "settings.json",
            """
            select name,
              case when name ~ '(conninfo|command|passphrase)' or name like '%.%'
                   then case when setting = '' then '' else '(set, not shown)' end else setting end as setting,
              unit, source, pending_restart
            from pg_settings where source not in ('default', 'override', 'client', 'session') or pending_restart
            order by name""",
            "activity.json",
            """
            select pid, datname as database, usename as role, application_name as application, client_addr::text as client,
              backend_type as kind, state, wait_event_type, wait_event, backend_start::text as connected,
              xact_start::text as transaction_since, query_start::text as statement_since, state_change::text as state_since,
              backend_xid::text as xid, age(backend_xmin) as xmin_age, pg_blocking_pids(pid)::text as blocked_by
            from pg_stat_activity where pid <> pg_backend_pid() order by xact_start nulls last, pid""",
            "locks.json",
            """
            select l.pid, l.locktype as kind, l.mode, l.granted, l.relation::regclass::text as relation,
              l.waitstart::text as waiting_since
            from pg_locks l
            where exists (select from pg_locks w where not w.granted
                          and (w.pid = l.pid or l.pid = any (pg_blocking_pids(w.pid))))
            order by l.granted, l.pid, l.locktype limit 500""",
            "replication.json",
            """
            select pid, application_name as application, client_addr::text as client, state, sync_state,
              sent_lsn::text, write_lsn::text, flush_lsn::text, replay_lsn::text, reply_time::text
            from pg_stat_replication order by pid""",
            "receiver.json",
            """
            select status, received_tli as timeline, flushed_lsn::text, latest_end_lsn::text, latest_end_time::text,
              slot_name, sender_host
            from pg_stat_wal_receiver""",
            "slots.json",
            """
            select slot_name as slot, slot_type as kind, active, restart_lsn::text, wal_status, safe_wal_size
            from pg_replication_slots order by slot_name""",
            "archiver.json",
            """
            select archived_count, last_archived_wal, last_archived_time::text, failed_count, last_failed_wal,
              last_failed_time::text, stats_reset::text
            from pg_stat_archiver""",
            "databases.json",
            """
            select datname as database, pg_database_size(oid) as bytes, age(datfrozenxid) as transaction_id_age,
              mxid_age(datminmxid) as multixact_age, datconnlimit as connection_limit, datallowconn as open
            from pg_database order by datname""",
            "prepared.json",
            """
            select gid, prepared::text, owner, database from pg_prepared_xacts order by prepared""");

    private ServerQueries() {}
}
