package io.github.jooqeventstore.operations.monitor;

import static io.github.jooqeventstore.operations.catalog.SystemFunctions.system;
import static io.github.jooqeventstore.operations.monitor.Functions.isThisDatabase;
import static io.github.jooqeventstore.operations.monitor.Functions.secondsSince;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.sum;

import io.github.jooqeventstore.operations.OperationsDatabase;
import io.github.jooqeventstore.operations.catalog.PgDatabase;
import io.github.jooqeventstore.operations.catalog.PgPreparedXacts;
import io.github.jooqeventstore.operations.catalog.PgStatActivity;
import io.github.jooqeventstore.operations.catalog.PgStatBgwriter;
import io.github.jooqeventstore.operations.catalog.PgStatCheckpointer;
import io.github.jooqeventstore.operations.catalog.PgStatDatabase;
import io.github.jooqeventstore.operations.catalog.PgStatStatements;
import io.github.jooqeventstore.operations.pool.ConnectionLimits;
import java.math.BigDecimal;
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
    static final Metric MULTIXACT_AGE = Metric.gauge(
            "multixact_age", "Age of the database's oldest multixact, a lock of several; 2 billion stop the server.");
    static final Metric CHECKPOINTS_TIMED = Metric.counter("checkpoints_timed_total", "Checkpoints by schedule.");
    static final Metric CHECKPOINTS_ASKED =
            Metric.counter("checkpoints_requested_total", "Checkpoints because the log grew, or by request.");
    static final Metric SLOW_MEAN =
            Metric.gauge("statement_mean_seconds", "Mean time of the slowest statements, by query id.");
    static final Metric SLOW_MAX =
            Metric.gauge("statement_max_seconds", "Longest time of the slowest statements, by query id.");
    static final Metric SLOW_SECONDS =
            Metric.counter("statement_seconds_total", "Time spent with the slowest statements, by query id.");
    static final Metric SLOW_CALLS =
            Metric.counter("statement_calls_total", "Calls of the slowest statements, by query id.");

    private static final int SLOWEST = 10;
    private static final double MILLIS_PER_SECOND = 1_000;
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
                                TRANSACTION_AGE,
                                MULTIXACT_AGE),
                        ServerGroups::database),
                new Group("checkpoints", List.of(CHECKPOINTS_TIMED, CHECKPOINTS_ASKED), ServerGroups::checkpoints),
                new Group(
                        "statements",
                        List.of(SLOW_MEAN, SLOW_MAX, SLOW_SECONDS, SLOW_CALLS),
                        ServerGroups::statements));
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
                        system("age", SQLDataType.BIGINT, databases.frozenXid),
                        system("mxid_age", SQLDataType.BIGINT, databases.minMultixact))
                .from(databases.table())
                .where(isThisDatabase(databases.name))
                .fetchSingle();
        sink.add(DATABASE_BYTES, more.value1());
        sink.add(TRANSACTION_AGE, more.value2());
        sink.add(MULTIXACT_AGE, more.value3());
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

    /** One line a statement, whoever has sent it: several roles may have sent the same. */
    private static void statements(OperationsDatabase database, Group.Sink sink) {
        var statements = new PgStatStatements("s");
        var databases = new PgDatabase("d");
        Field<BigDecimal> calls = sum(statements.calls);
        Field<BigDecimal> total = sum(statements.totalMillis);
        database.dsl()
                .select(statements.query, total.div(calls), max(statements.maxMillis), total, calls)
                .from(statements.table())
                .join(databases.table())
                .on(databases.oid.eq(statements.database))
                .where(statements.query.isNotNull())
                .and(statements.calls.gt(inline(0L)))
                .and(isThisDatabase(databases.name))
                .groupBy(statements.query)
                .orderBy(total.div(calls).desc())
                .limit(SLOWEST)
                .forEach(row -> {
                    Map<String, String> label = Map.of("query_id", row.value1().toString());
                    sink.add(SLOW_MEAN, label, row.value2().doubleValue() / MILLIS_PER_SECOND);
                    sink.add(SLOW_MAX, label, row.value3() / MILLIS_PER_SECOND);
                    sink.add(SLOW_SECONDS, label, row.value4().doubleValue() / MILLIS_PER_SECOND);
                    sink.add(SLOW_CALLS, label, row.value5());
                });
    }
}
