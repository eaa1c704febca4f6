package io.github.jooqeventstore.operations.monitor;

import static io.github.jooqeventstore.operations.monitor.Functions.bytes;
import static io.github.jooqeventstore.operations.monitor.Functions.bytesBetween;
import static io.github.jooqeventstore.operations.monitor.Functions.ofThisDatabase;
import static io.github.jooqeventstore.operations.monitor.Functions.secondsSince;
import static io.github.jooqeventstore.operations.monitor.Functions.transactionAge;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.function;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.max;

import io.github.jooqeventstore.operations.OperationsDatabase;
import java.util.List;
import java.util.Map;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.impl.SQLDataType;

/** What the server tells of itself, right on PostgreSQL 15 to 18. */
final class ServerGroups {
    static final Metric CONNECTIONS =
            Metric.gauge("connections", "Client connections to the database by state, without the one that counts.");
    static final Metric CONNECTIONS_MAX =
            Metric.gauge("connections_max", "Connections that the server allows those who are no superusers.");
    static final Metric OLDEST_TRANSACTION =
            Metric.gauge("oldest_transaction_seconds", "How long the oldest transaction of a client has been open.");
    static final Metric IDLE_IN_TRANSACTION = Metric.gauge(
            "idle_in_transaction_seconds", "How long the idlest client inside a transaction has done nothing.");
    static final Metric LOCK_WAITERS = Metric.gauge("lock_waiters", "Clients that wait for a lock.");
    static final Metric PREPARED_SECONDS =
            Metric.gauge("prepared_transaction_seconds", "How long the oldest prepared transaction has waited.");
    static final Metric DATABASE_BYTES = Metric.gauge("database_bytes", "Size of the database.");
    static final Metric COMMITS = Metric.counter("commits_total", "Transactions committed in the database.");
    static final Metric ROLLBACKS = Metric.counter("rollbacks_total", "Transactions rolled back in the database.");
    static final Metric DEADLOCKS = Metric.counter("deadlocks_total", "Deadlocks in the database.");
    static final Metric CHECKSUM_FAILURES =
            Metric.counter("checksum_failures_total", "Pages of the database whose checksum was wrong.");
    static final Metric CACHE_HITS = Metric.counter("buffer_hits_total", "Blocks found in shared buffers.");
    static final Metric CACHE_READS = Metric.counter("buffer_reads_total", "Blocks read from disk or from its cache.");
    static final Metric TRANSACTION_AGE = Metric.gauge(
            "transaction_id_age", "Age of the database's oldest transaction id; 2 billion stop the server.");
    static final Metric CHECKPOINTS_TIMED = Metric.counter("checkpoints_timed_total", "Checkpoints by schedule.");
    static final Metric CHECKPOINTS_ASKED =
            Metric.counter("checkpoints_requested_total", "Checkpoints because the log grew, or by request.");
    static final Metric ARCHIVE_FAILED = Metric.counter("archive_failures_total", "Segments whose archiving failed.");
    static final Metric ARCHIVE_FAILING =
            Metric.gauge("archive_failing", "1 while the last attempt to archive a segment has failed.");
    static final Metric ARCHIVE_AGE = Metric.gauge("archive_age_seconds", "Since the last segment was archived.");
    static final Metric REPLICA_BYTES =
            Metric.gauge("replica_lag_bytes", "What a standby has not replayed yet, as its primary sees it.");
    static final Metric REPLICA_SECONDS = Metric.gauge(
            "replica_lag_seconds",
            "On a standby: age of what it replayed last; 0 when it has replayed all it received.");
    static final Metric STANDBY = Metric.gauge("standby", "1 on a standby, 0 on a primary.");
    static final Metric SYNCHRONOUS_MISSING = Metric.gauge(
            "synchronous_standby_missing", "1 when commits wait for a synchronous standby and none is connected.");
    static final Metric SLOT_BYTES = Metric.gauge("slot_retained_bytes", "Log that a replication slot keeps.");
    static final Metric SLOW_MEAN =
            Metric.gauge("statement_mean_seconds", "Mean time of the slowest statements, by query id.");
    static final Metric SLOW_CALLS =
            Metric.counter("statement_calls_total", "Calls of the slowest statements, by query id.");

    private static final int SLOWEST = 10;

    private ServerGroups() {}

    static List<Group> all() {
        return List.of(
                new Group(
                        "connections",
                        List.of(CONNECTIONS, CONNECTIONS_MAX, OLDEST_TRANSACTION, IDLE_IN_TRANSACTION, LOCK_WAITERS),
                        ServerGroups::connections),
                new Group("prepared transactions", List.of(PREPARED_SECONDS), ServerGroups::prepared),
                new Group(
                        "database",
                        List.of(
                                DATABASE_BYTES,
                                COMMITS,
                                ROLLBACKS,
                                DEADLOCKS,
                                CHECKSUM_FAILURES,
                                CACHE_HITS,
                                CACHE_READS,
                                TRANSACTION_AGE),
                        ServerGroups::database),
                new Group("checkpoints", List.of(CHECKPOINTS_TIMED, CHECKPOINTS_ASKED), ServerGroups::checkpoints),
                new Group("archive", List.of(ARCHIVE_FAILED, ARCHIVE_FAILING, ARCHIVE_AGE), ServerGroups::archive),
                new Group(
                        "replication",
                        List.of(REPLICA_BYTES, REPLICA_SECONDS, STANDBY, SYNCHRONOUS_MISSING),
                        ServerGroups::replication),
                new Group("slots", List.of(SLOT_BYTES), ServerGroups::slots),
                new Group("statements", List.of(SLOW_MEAN, SLOW_CALLS), ServerGroups::statements));
    }

    private static void connections(OperationsDatabase database, Group.Sink sink) {
        View activity = View.of("pg_stat_activity");
        var clients = activity.text("backend_type")
                .eq(inline("client backend"))
                .and(ofThisDatabase(activity))
                .and(activity.number("pid").ne(function("pg_backend_pid", SQLDataType.BIGINT)));
        DSLContext dsl = database.dsl();
        for (String state : List.of("active", "idle", "idle in transaction", "idle in transaction (aborted)")) {
            sink.add(
                    CONNECTIONS,
                    Map.of("state", state),
                    dsl.fetchCount(
                            activity.table(), clients.and(activity.text("state").eq(state))));
        }
        var setting = (java.util.function.Function<String, Integer>)
                name -> dsl.select(function("current_setting", SQLDataType.CLOB, inline(name))
                                .cast(SQLDataType.INTEGER))
                        .fetchSingle()
                        .value1();
        sink.add(
                CONNECTIONS_MAX,
                setting.apply("max_connections")
                        - setting.apply("superuser_reserved_connections")
                        - (database.serverMajorVersion() >= 16 ? setting.apply("reserved_connections") : 0));
        var row = dsl.select(
                        coalesce(max(secondsSince(activity.time("xact_start"))), inline(0.0)),
                        coalesce(
                                max(secondsSince(activity.time("state_change")))
                                        .filterWhere(activity.text("state").startsWith("idle in transaction")),
                                inline(0.0)),
                        count().filterWhere(activity.text("wait_event_type").eq(inline("Lock"))))
                .from(activity.table())
                .where(clients)
                .fetchSingle();
        sink.add(OLDEST_TRANSACTION, row.value1());
        sink.add(IDLE_IN_TRANSACTION, row.value2());
        sink.add(LOCK_WAITERS, row.value3());
    }

    private static void prepared(OperationsDatabase database, Group.Sink sink) {
        View prepared = View.of("pg_prepared_xacts");
        sink.add(
                PREPARED_SECONDS,
                database.dsl()
                        .select(coalesce(max(secondsSince(prepared.time("prepared"))), inline(0.0)))
                        .from(prepared.table())
                        .fetchSingle()
                        .value1());
    }

    private static void database(OperationsDatabase database, Group.Sink sink) {
        View statistics = View.of("pg_stat_database");
        View databases = View.of("pg_database");
        Map<Metric, String> columns = Map.of(
                COMMITS, "xact_commit",
                ROLLBACKS, "xact_rollback",
                DEADLOCKS, "deadlocks",
                CHECKSUM_FAILURES, "checksum_failures",
                CACHE_HITS, "blks_hit",
                CACHE_READS, "blks_read");
        Record row = database.dsl()
                .select(columns.values().stream().map(statistics::number).toList())
                .from(statistics.table())
                .where(ofThisDatabase(statistics))
                .fetchSingle();
        columns.forEach((metric, column) -> sink.add(metric, row.get(statistics.number(column))));
        var more = database.dsl()
                .select(
                        bytes("pg_database_size", databases.text("datname")),
                        transactionAge(databases.number("datfrozenxid")))
                .from(databases.table())
                .where(ofThisDatabase(databases))
                .fetchSingle();
        sink.add(DATABASE_BYTES, more.value1());
        sink.add(TRANSACTION_AGE, more.value2());
    }

    private static void checkpoints(OperationsDatabase database, Group.Sink sink) {
        boolean own = database.serverMajorVersion() >= 17;
        View view = View.of(own ? "pg_stat_checkpointer" : "pg_stat_bgwriter");
        var row = database.dsl()
                .select(
                        view.number(own ? "num_timed" : "checkpoints_timed"),
                        view.number(own ? "num_requested" : "checkpoints_req"))
                .from(view.table())
                .fetchSingle();
        sink.add(CHECKPOINTS_TIMED, row.value1());
        sink.add(CHECKPOINTS_ASKED, row.value2());
    }

    private static void archive(OperationsDatabase database, Group.Sink sink) {
        View archiver = View.of("pg_stat_archiver");
        var failed = archiver.time("last_failed_time");
        var archived = archiver.time("last_archived_time");
        var row = database.dsl()
                .select(archiver.number("failed_count"), failed, archived, secondsSince(archived))
                .from(archiver.table())
                .fetchSingle();
        sink.add(ARCHIVE_FAILED, row.value1());
        sink.add(
                ARCHIVE_FAILING,
                row.value2() != null && (row.value3() == null || row.value2().isAfter(row.value3())) ? 1 : 0);
        sink.add(ARCHIVE_AGE, row.value4());
    }

    private static void replication(OperationsDatabase database, Group.Sink sink) {
        DSLContext dsl = database.dsl();
        boolean standby = dsl.select(Functions.inRecovery()).fetchSingle().value1();
        sink.add(STANDBY, standby ? 1 : 0);
        if (standby) {
            // By time alone an idle primary would look like a standby that falls behind.
            sink.add(
                    REPLICA_SECONDS,
                    dsl.select(org.jooq
                                    .impl
                                    .DSL
                                    .when(
                                            function("pg_last_wal_receive_lsn", SQLDataType.CLOB)
                                                    .eq(function("pg_last_wal_replay_lsn", SQLDataType.CLOB)),
                                            inline(0.0))
                                    .otherwise(secondsSince(function(
                                            "pg_last_xact_replay_timestamp", SQLDataType.TIMESTAMPWITHTIMEZONE))))
                            .fetchSingle()
                            .value1());
            return;
        }
        View replication = View.of("pg_stat_replication");
        var rows = dsl.select(
                        replication.text("application_name"),
                        replication.text("sync_state"),
                        bytesBetween(Functions.writtenLsn(), replication.text("replay_lsn")))
                .from(replication.table())
                .fetch();
        rows.forEach(row -> sink.add(REPLICA_BYTES, Map.of("standby", row.value1()), row.value3()));
        boolean awaited = !dsl.select(
                        function("current_setting", SQLDataType.CLOB, inline("synchronous_standby_names")))
                .fetchSingle()
                .value1()
                .isBlank();
        boolean there = rows.stream().anyMatch(row -> List.of("sync", "quorum").contains(row.value2()));
        sink.add(SYNCHRONOUS_MISSING, awaited && !there ? 1 : 0);
    }

    private static void slots(OperationsDatabase database, Group.Sink sink) {
        View slots = View.of("pg_replication_slots");
        database.dsl()
                .select(
                        slots.text("slot_name"),
                        slots.flag("active"),
                        bytesBetween(Functions.writtenLsn(), slots.text("restart_lsn")))
                .from(slots.table())
                .forEach(row -> sink.add(
                        SLOT_BYTES,
                        Map.of("slot", row.value1(), "active", Boolean.toString(row.value2())),
                        row.value3()));
    }

    private static void statements(OperationsDatabase database, Group.Sink sink) {
        // The extension's view lies in the schema that it was created in.
        var view = org.jooq.impl.DSL.table(org.jooq.impl.DSL.name("pg_stat_statements"));
        View statements = new View(view.as("pg_stat_statements"), "pg_stat_statements");
        var mean = statements.real("mean_exec_time");
        database.dsl()
                .select(statements.number("queryid"), mean, statements.number("calls"))
                .from(statements.table())
                .where(statements.number("queryid").isNotNull())
                .orderBy(mean.desc())
                .limit(SLOWEST)
                .forEach(row -> {
                    Map<String, String> label = Map.of("query_id", row.value1().toString());
                    sink.add(SLOW_MEAN, label, row.value2() / 1_000);
                    sink.add(SLOW_CALLS, label, row.value3());
                });
    }
}
