package io.github.jooqeventstore.operations.monitor;

import static io.github.jooqeventstore.operations.catalog.SystemFunctions.inRecovery;
import static io.github.jooqeventstore.operations.catalog.SystemFunctions.setting;
import static io.github.jooqeventstore.operations.catalog.SystemFunctions.system;
import static io.github.jooqeventstore.operations.monitor.Functions.bytesBetween;
import static io.github.jooqeventstore.operations.monitor.Functions.isThisDatabase;
import static io.github.jooqeventstore.operations.monitor.Functions.secondsSince;
import static io.github.jooqeventstore.operations.monitor.Functions.writtenLsn;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.when;

import io.github.jooqeventstore.operations.OperationsDatabase;
import io.github.jooqeventstore.operations.catalog.PgDatabase;
import io.github.jooqeventstore.operations.catalog.PgPreparedXacts;
import io.github.jooqeventstore.operations.catalog.PgReplicationSlots;
import io.github.jooqeventstore.operations.catalog.PgStatActivity;
import io.github.jooqeventstore.operations.catalog.PgStatArchiver;
import io.github.jooqeventstore.operations.catalog.PgStatBgwriter;
import io.github.jooqeventstore.operations.catalog.PgStatCheckpointer;
import io.github.jooqeventstore.operations.catalog.PgStatDatabase;
import io.github.jooqeventstore.operations.catalog.PgStatReplication;
import io.github.jooqeventstore.operations.catalog.PgStatStatements;
import io.github.jooqeventstore.operations.pool.ConnectionLimits;
import java.util.List;
import java.util.Map;
import org.jooq.DSLContext;
import org.jooq.Field;
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
    private static final int FIRST_WITH_CHECKPOINTER = 17;

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
        var activity = new PgStatActivity("a");
        var clients = activity.backendType
                .eq(inline("client backend"))
                .and(isThisDatabase(activity.database))
                .and(activity.process.ne(system("pg_backend_pid", SQLDataType.BIGINT)));
        DSLContext dsl = database.dsl();
        for (String state : List.of("active", "idle", "idle in transaction", "idle in transaction (aborted)")) {
            sink.add(
                    CONNECTIONS,
                    Map.of("state", state),
                    dsl.fetchCount(activity.table(), clients.and(activity.state.eq(state))));
        }
        ConnectionLimits limits = ConnectionLimits.read(dsl);
        sink.add(CONNECTIONS_MAX, limits.max() - limits.reserved());
        var row = dsl.select(
                        coalesce(max(secondsSince(activity.transactionStart)), inline(0.0)),
                        coalesce(
                                max(secondsSince(activity.stateChange))
                                        .filterWhere(activity.state.startsWith("idle in transaction")),
                                inline(0.0)),
                        count().filterWhere(activity.waitEventType.eq(inline("Lock"))))
                .from(activity.table())
                .where(clients)
                .fetchSingle();
        sink.add(OLDEST_TRANSACTION, row.value1());
        sink.add(IDLE_IN_TRANSACTION, row.value2());
        sink.add(LOCK_WAITERS, row.value3());
    }

    private static void prepared(OperationsDatabase database, Group.Sink sink) {
        var prepared = new PgPreparedXacts("p");
        sink.add(
                PREPARED_SECONDS,
                database.dsl()
                        .select(coalesce(max(secondsSince(prepared.prepared)), inline(0.0)))
                        .from(prepared.table())
                        .fetchSingle()
                        .value1());
    }

    private static void database(OperationsDatabase database, Group.Sink sink) {
        var statistics = new PgStatDatabase("s");
        Map<Metric, Field<Long>> columns = Map.of(
                COMMITS, statistics.commits,
                ROLLBACKS, statistics.rollbacks,
                DEADLOCKS, statistics.deadlocks,
                CHECKSUM_FAILURES, statistics.checksumFailures,
                CACHE_HITS, statistics.blocksHit,
                CACHE_READS, statistics.blocksRead);
        Record row = database.dsl()
                .select(columns.values())
                .from(statistics.table())
                .where(isThisDatabase(statistics.database))
                .fetchSingle();
        columns.forEach((metric, column) -> sink.add(metric, row.get(column)));
        var databases = new PgDatabase("d");
        var more = database.dsl()
                .select(
                        system("pg_database_size", SQLDataType.BIGINT, databases.name),
                        system("age", SQLDataType.BIGINT, databases.frozenXid))
                .from(databases.table())
                .where(isThisDatabase(databases.name))
                .fetchSingle();
        sink.add(DATABASE_BYTES, more.value1());
        sink.add(TRANSACTION_AGE, more.value2());
    }

    private static void checkpoints(OperationsDatabase database, Group.Sink sink) {
        var now = new PgStatCheckpointer("c");
        var before = new PgStatBgwriter("c");
        boolean own = database.serverMajorVersion() >= FIRST_WITH_CHECKPOINTER;
        var row = database.dsl()
                .select(own ? now.timed : before.timed, own ? now.requested : before.requested)
                .from(own ? now.table() : before.table())
                .fetchSingle();
        sink.add(CHECKPOINTS_TIMED, row.value1());
        sink.add(CHECKPOINTS_ASKED, row.value2());
    }

    private static void archive(OperationsDatabase database, Group.Sink sink) {
        var archiver = new PgStatArchiver("r");
        var row = database.dsl()
                .select(
                        archiver.failedCount,
                        archiver.lastFailedTime,
                        archiver.lastArchivedTime,
                        secondsSince(archiver.lastArchivedTime))
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
        boolean standby = dsl.select(inRecovery()).fetchSingle().value1();
        sink.add(STANDBY, standby ? 1 : 0);
        if (standby) {
            // By time alone an idle primary would look like a standby that falls behind.
            sink.add(
                    REPLICA_SECONDS,
                    dsl.select(when(
                                            system("pg_last_wal_receive_lsn", SQLDataType.CLOB)
                                                    .eq(system("pg_last_wal_replay_lsn", SQLDataType.CLOB)),
                                            inline(0.0))
                                    .otherwise(secondsSince(system(
                                            "pg_last_xact_replay_timestamp", SQLDataType.TIMESTAMPWITHTIMEZONE))))
                            .fetchSingle()
                            .value1());
            return;
        }
        var replication = new PgStatReplication("r");
        var rows = dsl.select(
                        replication.applicationName,
                        replication.syncState,
                        bytesBetween(writtenLsn(), replication.replayLsn))
                .from(replication.table())
                .fetch();
        rows.forEach(row -> sink.add(REPLICA_BYTES, Map.of("standby", row.value1()), row.value3()));
        boolean awaited = !dsl.select(setting("synchronous_standby_names"))
                .fetchSingle()
                .value1()
                .isBlank();
        boolean there = rows.stream().anyMatch(row -> List.of("sync", "quorum").contains(row.value2()));
        sink.add(SYNCHRONOUS_MISSING, awaited && !there ? 1 : 0);
    }

    private static void slots(OperationsDatabase database, Group.Sink sink) {
        var slots = new PgReplicationSlots("s");
        database.dsl()
                .select(slots.name, slots.active, bytesBetween(writtenLsn(), slots.restartLsn))
                .from(slots.table())
                .forEach(row -> sink.add(
                        SLOT_BYTES,
                        Map.of("slot", row.value1(), "active", Boolean.toString(row.value2())),
                        row.value3()));
    }

    private static void statements(OperationsDatabase database, Group.Sink sink) {
        var statements = new PgStatStatements("s");
        database.dsl()
                .select(statements.query, statements.meanMillis, statements.calls)
                .from(statements.table())
                .where(statements.query.isNotNull())
                .orderBy(statements.meanMillis.desc())
                .limit(SLOWEST)
                .forEach(row -> {
                    Map<String, String> label = Map.of("query_id", row.value1().toString());
                    sink.add(SLOW_MEAN, label, row.value2() / 1_000);
                    sink.add(SLOW_CALLS, label, row.value3());
                });
    }
}
