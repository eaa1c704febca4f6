package io.github.jooqeventstore.operations.monitor;

import static io.github.jooqeventstore.operations.catalog.SystemFunctions.system;
import static io.github.jooqeventstore.operations.monitor.Functions.secondsSince;
import static io.github.jooqeventstore.schema.Tables.PARKED_EVENTS;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.greatest;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.one;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.when;
import static org.jooq.impl.DSL.zero;

import io.github.jooqeventstore.EventStore;
import io.github.jooqeventstore.Horizon;
import io.github.jooqeventstore.operations.OperationsDatabase;
import io.github.jooqeventstore.operations.catalog.PgClass;
import io.github.jooqeventstore.operations.catalog.PgIndex;
import io.github.jooqeventstore.operations.catalog.PgSequences;
import io.github.jooqeventstore.operations.catalog.PgStatUserIndexes;
import io.github.jooqeventstore.operations.catalog.PgStatUserTables;
import io.github.jooqeventstore.operations.store.PartitionLag;
import io.github.jooqeventstore.operations.store.PartitionLag.Standing;
import io.github.jooqeventstore.operations.store.StoreState;
import io.github.jooqeventstore.operations.store.SubscriptionLag;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jooq.impl.SQLDataType;

/** What the tables of the event store tell. None of it counts events: each query is a lookup by index or reads a small table. */
final class StoreGroups {
    static final Metric HEAD = Metric.gauge("head_position", "Position of the last committed event.");
    static final Metric FINAL = Metric.gauge("final_position", "Position up to which the order is known to be final.");
    static final Metric EPOCH = Metric.gauge("epoch", "Epoch of the store, raised by every restore.");
    static final Metric HOLDERS = Metric.gauge(
            "horizon_holders",
            "Transactions that have appended and not ended: they hold back what subscriptions may see.");
    static final Metric HELD =
            Metric.gauge("horizon_held_seconds", "How long a transaction has held back what subscriptions may see.");
    static final Metric POSITIONS_USED =
            Metric.gauge("positions_used_ratio", "Share of all positions that the sequence has handed out.");
    static final Metric ESTIMATED = Metric.gauge("table_rows", "Rows of a table as the planner believes.");
    static final Metric TABLE_BYTES = Metric.gauge("table_bytes", "Size of a table with indexes and toast.");
    static final Metric DEAD_ROWS = Metric.gauge("table_dead_rows", "Rows that vacuum has not removed yet.");
    static final Metric VACUUM_AGE =
            Metric.gauge("table_vacuum_age_seconds", "Since a table was vacuumed last, by hand or not.");
    static final Metric INDEX_SCANS = Metric.counter("index_scans_total", "Scans of an index.");
    static final Metric INDEX_READ = Metric.counter("index_entries_read_total", "Entries read by scans of an index.");
    static final Metric INDEX_FETCHED =
            Metric.counter("index_rows_fetched_total", "Live rows fetched by simple scans of an index.");
    static final Metric INDEX_BYTES = Metric.gauge("index_bytes", "Size of an index.");
    static final Metric INDEX_INVALID = Metric.gauge("index_invalid", "1 for an index that a build has left invalid.");
    static final Metric LAG_EVENTS =
            Metric.gauge("subscription_lag_events", "Positions between a partition of a subscription and the head.");
    static final Metric LAG_SECONDS = Metric.gauge(
            "subscription_lag_seconds", "How long the first event behind a partition's checkpoint has been there.");
    static final Metric POSITION =
            Metric.gauge("subscription_position_events", "Checkpoint of a partition of a subscription.");
    static final Metric STOPPED =
            Metric.gauge("subscription_stopped", "1 for a partition of a subscription that an error has stopped.");
    static final Metric UNATTENDED = Metric.gauge(
            "subscription_unattended", "1 for a partition that has events to hand over and that no program works on.");
    static final Metric AHEAD =
            Metric.gauge("subscription_ahead_of_head", "1 for a partition whose checkpoint lies beyond the head.");
    static final Metric PARKED =
            Metric.gauge("parked_events", "Events that a subscription has put aside and not settled.");

    private static final long LAST_POSITION = Long.MAX_VALUE;
    private static final int LARGEST = 20;

    private StoreGroups() {}

    static List<Group> all() {
        return List.of(
                new Group("store", List.of(HEAD, EPOCH), StoreGroups::store),
                new Group("horizon", List.of(HOLDERS, HELD), StoreGroups::horizon),
                new Group("sequence", List.of(POSITIONS_USED), StoreGroups::sequence),
                new Group("tables", List.of(ESTIMATED, TABLE_BYTES, DEAD_ROWS, VACUUM_AGE), StoreGroups::tables),
                new Group(
                        "indexes",
                        List.of(INDEX_SCANS, INDEX_READ, INDEX_FETCHED, INDEX_BYTES, INDEX_INVALID),
                        StoreGroups::indexes),
                new Group(
                        "subscriptions",
                        List.of(FINAL, LAG_EVENTS, LAG_SECONDS, POSITION, STOPPED, UNATTENDED, AHEAD),
                        StoreGroups::subscriptions),
                new Group("parked events", List.of(PARKED), StoreGroups::parked));
    }

    private static void store(OperationsDatabase database, Group.Sink sink) {
        StoreState state = StoreState.read(database);
        sink.add(HEAD, state.headPosition());
        sink.add(EPOCH, state.epoch());
    }

    private static void horizon(OperationsDatabase database, Group.Sink sink) {
        Horizon horizon = EventStore.using(database.dsl()).horizon();
        sink.add(HOLDERS, horizon.holders().size());
        Optional<Instant> first = horizon.holders().stream()
                .map(Horizon.Holder::since)
                .filter(Objects::nonNull)
                .min(Instant::compareTo);
        sink.add(
                HELD,
                first.map(since -> Duration.between(since, Instant.now()).toMillis() / 1_000.0)
                        .orElse(0.0));
    }

    private static void sequence(OperationsDatabase database, Group.Sink sink) {
        var sequences = new PgSequences("q");
        sink.add(
                POSITIONS_USED,
                database.dsl()
                        .select(coalesce(sequences.lastValue, inline(0L))
                                .cast(SQLDataType.DOUBLE)
                                .div(inline((double) LAST_POSITION)))
                        .from(sequences.table())
                        .where(sequences.schema.eq(database.target().schema()))
                        .and(sequences.name.eq("events_position_seq"))
                        .fetchOptional()
                        .map(row -> row.value1())
                        .orElse(null));
    }

    /** The store's own, and the largest of the others: those of projections grow, too. */
    private static void tables(OperationsDatabase database, Group.Sink sink) {
        var tables = new PgStatUserTables("s");
        var relation = new PgClass("c");
        var others = new PgStatUserTables("o");
        var otherRelation = new PgClass("oc");
        String schema = database.target().schema();
        database.dsl()
                .select(
                        tables.schema,
                        tables.name,
                        greatest(relation.rows, inline(0f)),
                        system("pg_total_relation_size", SQLDataType.BIGINT, relation.oid),
                        tables.deadRows,
                        secondsSince(greatest(tables.lastVacuum, tables.lastAutovacuum)))
                .from(tables.table())
                .join(relation.table())
                .on(relation.oid.eq(tables.table))
                .where(tables.schema.eq(schema))
                .or(tables.table.in(select(others.table)
                        .from(others.table())
                        .join(otherRelation.table())
                        .on(otherRelation.oid.eq(others.table))
                        .where(others.schema.ne(schema))
                        .orderBy(otherRelation.pages.desc(), others.table)
                        .limit(inline(LARGEST))))
                .forEach(row -> {
                    Map<String, String> labels = Map.of("schema", row.value1(), "table", row.value2());
                    sink.add(ESTIMATED, labels, row.value3());
                    sink.add(TABLE_BYTES, labels, row.value4());
                    sink.add(DEAD_ROWS, labels, row.value5());
                    sink.add(VACUUM_AGE, labels, row.value6());
                });
    }

    private static void indexes(OperationsDatabase database, Group.Sink sink) {
        var statistics = new PgStatUserIndexes("s");
        var index = new PgIndex("i");
        database.dsl()
                .select(
                        statistics.tableName,
                        statistics.name,
                        statistics.scans,
                        statistics.entriesRead,
                        statistics.rowsFetched,
                        system("pg_relation_size", SQLDataType.BIGINT, statistics.index),
                        when(index.valid, zero()).otherwise(one()))
                .from(statistics.table())
                .join(index.table())
                .on(index.index.eq(statistics.index))
                .where(statistics.schema.eq(database.target().schema()))
                .forEach(row -> {
                    Map<String, String> labels = Map.of("table", row.value1(), "index", row.value2());
                    sink.add(INDEX_SCANS, labels, row.value3());
                    sink.add(INDEX_READ, labels, row.value4());
                    sink.add(INDEX_FETCHED, labels, row.value5());
                    sink.add(INDEX_BYTES, labels, row.value6());
                    sink.add(INDEX_INVALID, labels, row.value7());
                });
    }

    /** As an application's own meters name them, so that one rule does for both. */
    private static void subscriptions(OperationsDatabase database, Group.Sink sink) {
        SubscriptionLag all = SubscriptionLag.read(database);
        sink.add(FINAL, all.finalPosition());
        for (PartitionLag lag : all.partitions()) {
            if (lag.standing() != Standing.RETIRED) {
                Map<String, String> labels =
                        Map.of("subscription", lag.subscription(), "partition", Integer.toString(lag.partition()));
                sink.add(LAG_EVENTS, labels, lag.positions());
                sink.add(LAG_SECONDS, labels, lag.seconds());
                sink.add(POSITION, labels, lag.position());
                sink.add(STOPPED, labels, flag(lag.standing() == Standing.STOPPED));
                sink.add(UNATTENDED, labels, flag(lag.standing() == Standing.UNATTENDED));
                sink.add(AHEAD, labels, flag(lag.standing() == Standing.AHEAD_OF_HEAD));
            }
        }
    }

    private static int flag(boolean holds) {
        return holds ? 1 : 0;
    }

    private static void parked(OperationsDatabase database, Group.Sink sink) {
        database.dsl()
                .select(PARKED_EVENTS.SUBSCRIPTION, count())
                .from(PARKED_EVENTS)
                .where(PARKED_EVENTS.STATUS.in(inline("parked"), inline("replaying")))
                .groupBy(PARKED_EVENTS.SUBSCRIPTION)
                .forEach(row -> sink.add(PARKED, Map.of("subscription", row.value1()), row.value2()));
    }
}
