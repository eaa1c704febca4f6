package io.github.jooqeventstore.operations.monitor;

import java.util.List;

/**
 * The thresholds. Those of a pool and of appends are of meters that the application itself publishes (HikariCP's and the
 * library's); those of backups are of the metrics that a scheduled job leaves behind only when it succeeded.
 */
final class AlertRules {
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
                    "EventStorePreparedTransactionForgotten",
                    "event_store_prepared_transaction_seconds > 600",
                    "1m",
                    "A prepared transaction waits to be finished.",
                    "event-store doctor"),
            ticket(
                    "EventStoreSubscriptionLag",
                    "event_store_subscription_lag > 10000 and deriv(event_store_subscription_lag[10m]) >= 0",
                    "10m",
                    "A subscription is behind and does not catch up.",
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
            page(
                    "EventStoreBackupTooOld",
                    // A daily job is put off at random, and takes its time: half a day more.
                    "time() - event_store_backup_verified_timestamp_seconds > 129600"
                            + " or absent(event_store_backup_verified_timestamp_seconds)",
                    "15m",
                    "No verified backup of the last day and a half, or its metric is absent.",
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
                    "EventStoreDiskNearlyFull",
                    "node_filesystem_avail_bytes{mountpoint=~\".*postgres.*|/\"}"
                            + " / node_filesystem_size_bytes{mountpoint=~\".*postgres.*|/\"} < 0.2",
                    "5m",
                    "Less than a fifth of a disk is free.",
                    "event-store doctor"),
            page(
                    "EventStoreTransactionIdAge",
                    "event_store_transaction_id_age > 5e8",
                    "15m",
                    "Freezing is behind: at two billion transaction ids the server stops.",
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
