package io.github.jooqeventstore.operations.monitor;

import java.util.List;

/**
 * The thresholds. Those of a pool, of appends and of reads are of meters that the application itself publishes (HikariCP's and
 * the library's); those of backups are of the folder of backups, or of what a scheduled job leaves behind only when it succeeded.
 */
final class AlertRules {
    /** As the folder of backups says, or the job that takes and verifies one a day. */
    private static final String VERIFIED = "(event_store_backup_verified_timestamp_seconds"
            + " or event_store_backup_last_success_timestamp_seconds{job_name=\"daily\"})";

    static final List<AlertRule> ALL = List.of(
            page(
                    "EventStoreDown",
                    "event_store_up == 0 or absent(event_store_up)",
                    "1m",
                    "The database does not answer.",
                    "event-store health ready"),
            page(
                    "EventStorePoolExhausted",
                    "hikaricp_connections_pending > 0",
                    "1m",
                    "Threads wait for a connection; idle connections at zero alone are no alarm.",
                    "event-store pool show"),
            page(
                    "EventStorePoolTimeouts",
                    "increase(hikaricp_connections_timeout_total[5m]) > 0",
                    "0m",
                    "Callers were given no connection in time.",
                    "event-store pool show"),
            ticket(
                    "EventStorePoolSlow",
                    "sum by (pool) (rate(hikaricp_connections_acquire_seconds_sum[5m]))"
                            + " / sum by (pool) (rate(hikaricp_connections_acquire_seconds_count[5m])) > 0.1",
                    "5m",
                    "Callers wait for a connection for more than a tenth of a second on average.",
                    "event-store pool advise"),
            page(
                    "EventStoreAppendsFail",
                    "sum(rate(event_store_append_seconds_count{outcome=\"failed\"}[5m]))"
                            + " / sum(rate(event_store_append_seconds_count[5m]))"
                            + " > 0.01",
                    "5m",
                    "One append in a hundred fails: the database, not a conflict.",
                    "event-store health ready"),
            page(
                    "EventStoreAppendsSlow",
                    "histogram_quantile(0.99,"
                            + " sum by (le) (rate(event_store_append_seconds_bucket{outcome=\"done\"}[5m]))) > 1",
                    "5m",
                    "One append in a hundred takes more than a second.",
                    "event-store doctor"),
            ticket(
                    "EventStoreAppendConflicts",
                    "sum(rate(event_store_append_seconds_count{outcome=\"conflict\"}[5m]))"
                            + " / sum(rate(event_store_append_seconds_count[5m]))"
                            + " > 0.2",
                    "30m",
                    "One append in five finds that somebody else was there first: streams are too large, or retried in step.",
                    "event-store monitor"),
            page(
                    "EventStoreReadsFail",
                    "sum(rate(event_store_load_seconds_count{outcome=\"failed\"}[5m]))"
                            + " / sum(rate(event_store_load_seconds_count[5m]))"
                            + " > 0.01",
                    "5m",
                    "One read in a hundred fails.",
                    "event-store health ready"),
            ticket(
                    "EventStoreReadsSlow",
                    "histogram_quantile(0.99,"
                            + " sum by (le, read) (rate(event_store_load_seconds_bucket{outcome=\"done\"}[5m]))) > 1",
                    "10m",
                    "One read in a hundred takes more than a second.",
                    "event-store doctor"),
            ticket(
                    "EventStoreConnectionsNearLimit",
                    "sum(event_store_connections) / max(event_store_connections_max) > 0.8",
                    "5m",
                    "Four fifths of the server's connections are taken.",
                    "event-store pool show"),
            ticket(
                    "EventStoreSlowStatements",
                    "event_store_statement_mean_seconds > 1",
                    "10m",
                    "A statement takes more than a second on average.",
                    "event-store doctor"),
            page(
                    "EventStoreHorizonHeld",
                    "event_store_horizon_held_seconds > 60",
                    "1m",
                    "A transaction that has appended and stays open holds back every subscription.",
                    "event-store doctor"),
            page(
                    "EventStoreIdleInTransaction",
                    "event_store_idle_in_transaction_seconds > 300",
                    "1m",
                    "A client has been idle inside a transaction for five minutes.",
                    "event-store doctor"),
            ticket(
                    "EventStoreLockWaiters",
                    "event_store_lock_waiters > 10",
                    "2m",
                    "More than ten clients wait for a lock.",
                    "event-store doctor"),
            ticket(
                    "EventStorePreparedTransactionForgotten",
                    "event_store_prepared_transaction_seconds > 600",
                    "1m",
                    "A prepared transaction waits to be finished.",
                    "event-store doctor"),
            ticket(
                    "EventStoreSubscriptionLag",
                    "(event_store_subscription_lag_seconds > 300 or event_store_subscription_lag_events > 10000)"
                            + " and deriv(event_store_subscription_lag_events[10m]) >= 0",
                    "10m",
                    "A subscription is behind and does not catch up.",
                    "event-store store lag"),
            page(
                    "EventStoreSubscriptionUnattended",
                    "event_store_subscription_unattended == 1",
                    "5m",
                    "A subscription has events to hand over, and no program works on it.",
                    "event-store store lag"),
            page(
                    "EventStoreSubscriptionStopped",
                    "event_store_subscription_stopped > 0",
                    "1m",
                    "An error has stopped a subscription.",
                    "event-store store lag"),
            page(
                    "EventStoreCheckpointAheadOfHead",
                    "event_store_subscription_ahead_of_head == 1",
                    "1m",
                    "A checkpoint lies beyond the head: events were lost, or a restore was not told to subscriptions.",
                    "event-store doctor"),
            ticket(
                    "EventStoreParkedEvents",
                    "event_store_parked_events > 0",
                    "15m",
                    "Events were put aside and wait for a decision.",
                    "event-store store lag"),
            page(
                    "EventStoreArchiveFailing",
                    "event_store_archive_failing == 1",
                    "5m",
                    "The log cannot be archived: the recovery point stands still and the disk fills up.",
                    "event-store backup wal status"),
            ticket(
                    "EventStoreArchiveOld",
                    "event_store_archive_age_seconds > 3600 and rate(event_store_commits_total[15m]) > 0",
                    "15m",
                    "Nothing was archived for an hour while transactions committed.",
                    "event-store backup wal status"),
            // Two hours more than a day: a daily job begins at a moment of its own choice, and takes its time.
            page(
                    "EventStoreBackupTooOld",
                    "time() - max without (kind, job_name) " + VERIFIED + " > 86400 or absent" + VERIFIED,
                    "2h",
                    "No verified backup of the last day, or its metric is absent.",
                    "event-store backup list"),
            ticket(
                    "EventStoreDrillTooOld",
                    "time() - event_store_drill_timestamp_seconds > 2592000 or absent(event_store_drill_timestamp_seconds)",
                    "1h",
                    "The last drill of a disaster is more than 30 days ago.",
                    "event-store dr drill"),
            page(
                    "EventStoreReplicaLag",
                    "event_store_replica_lag_seconds > 60",
                    "5m",
                    "A standby is more than a minute behind.",
                    "event-store replica status"),
            page(
                    "EventStoreReplicaDisconnected",
                    "event_store_replica_connected == 0",
                    "2m",
                    "A standby receives nothing from its primary.",
                    "event-store replica status"),
            page(
                    "EventStoreSynchronousStandbyMissing",
                    "event_store_synchronous_standby_missing == 1",
                    "1m",
                    "Commits wait for a synchronous standby that is not there.",
                    "event-store backup wal status"),
            ticket(
                    "EventStoreSlotRetainsLog",
                    "event_store_slot_retained_bytes > 1e9",
                    "10m",
                    "A replication slot keeps more than a gigabyte of log.",
                    "event-store doctor"),
            page(
                    "EventStoreSlotLost",
                    "event_store_slot_lost == 1",
                    "1m",
                    "The log that a replication slot needs is gone: its standby or receiver must be set up anew.",
                    "event-store replica status"),
            page(
                    "EventStoreDiskNearlyFull",
                    "node_filesystem_avail_bytes{mountpoint=~\".*postgres.*|/\"}"
                            + " / node_filesystem_size_bytes{mountpoint=~\".*postgres.*|/\"} < 0.2",
                    "5m",
                    "Less than a fifth of a disk is free.",
                    "event-store doctor"),
            page(
                    "EventStoreTransactionIdAge",
                    "event_store_transaction_id_age > 5e8 or event_store_multixact_age > 5e8",
                    "15m",
                    "Freezing is behind: at two billion transaction ids, or multixacts, the server stops.",
                    "event-store maintain freeze"),
            ticket(
                    "EventStoreIndexInvalid",
                    "event_store_index_invalid == 1",
                    "15m",
                    "A build has left an index that is written and never read.",
                    "event-store doctor"),
            ticket(
                    "EventStorePositionsRunOut",
                    "event_store_positions_used_ratio > 0.5",
                    "1h",
                    "Half of all positions are used.",
                    "event-store store show"),
            page(
                    "EventStoreChecksumFailures",
                    "increase(event_store_checksum_failures_total[1h]) > 0",
                    "0m",
                    "The server has read a page whose checksum was wrong.",
                    "event-store backup verify --deep"),
            ticket(
                    "EventStoreMonitorDegraded",
                    "event_store_monitor_degraded == 1",
                    "1h",
                    "Some figures cannot be read: a right or an extension is missing.",
                    "event-store monitor"));

    private AlertRules() {}

    private static AlertRule page(String name, String expression, String duration, String summary, String action) {
        return new AlertRule(name, expression, duration, true, summary, action);
    }

    private static AlertRule ticket(String name, String expression, String duration, String summary, String action) {
        return new AlertRule(name, expression, duration, false, summary, action);
    }
}
