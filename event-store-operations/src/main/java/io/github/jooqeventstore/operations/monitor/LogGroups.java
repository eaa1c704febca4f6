package io.github.jooqeventstore.operations.monitor;

import static io.github.jooqeventstore.operations.catalog.SystemFunctions.inRecovery;
import static io.github.jooqeventstore.operations.catalog.SystemFunctions.setting;
import static io.github.jooqeventstore.operations.catalog.SystemFunctions.system;
import static io.github.jooqeventstore.operations.monitor.Functions.bytesBetween;
import static io.github.jooqeventstore.operations.monitor.Functions.secondsSince;
import static io.github.jooqeventstore.operations.monitor.Functions.writtenLsn;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.extract;
import static org.jooq.impl.DSL.falseCondition;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.when;

import io.github.jooqeventstore.operations.OperationsDatabase;
import io.github.jooqeventstore.operations.catalog.PgReplicationSlots;
import io.github.jooqeventstore.operations.catalog.PgStatArchiver;
import io.github.jooqeventstore.operations.catalog.PgStatReplication;
import io.github.jooqeventstore.operations.catalog.PgStatWalReceiver;
import java.util.List;
import java.util.Map;
import org.jooq.DSLContext;
import org.jooq.DatePart;
import org.jooq.impl.SQLDataType;

/** Where the server's log goes: into the archive, to standbys, into slots. */
final class LogGroups {
    static final Metric ARCHIVE_FAILED = Metric.counter("archive_failures_total", "Segments whose archiving failed.");
    static final Metric ARCHIVE_FAILING =
            Metric.gauge("archive_failing", "1 while the last attempt to archive a segment has failed.");
    static final Metric ARCHIVE_AGE = Metric.gauge("archive_age_seconds", "Since the last segment was archived.");
    static final Metric REPLICA_BYTES =
            Metric.gauge("replica_lag_bytes", "What a standby has not replayed yet, as its primary sees it.");
    static final Metric REPLICA_SECONDS = Metric.gauge(
            "replica_lag_seconds",
            "How late a standby replays, as its primary sees it or, named self, as it sees itself; 0 when it has"
                    + " replayed all it was sent.");
    static final Metric REPLICA_CONNECTED =
            Metric.gauge("replica_connected", "On a standby: 1 while it receives the log from its primary.");
    static final Metric STANDBY = Metric.gauge("standby", "1 on a standby, 0 on a primary.");
    static final Metric SYNCHRONOUS_MISSING = Metric.gauge(
            "synchronous_standby_missing", "1 when commits wait for a synchronous standby and none is connected.");
    static final Metric SLOT_BYTES = Metric.gauge("slot_retained_bytes", "Log that a replication slot keeps.");
    static final Metric SLOT_LOST =
            Metric.gauge("slot_lost", "1 for a replication slot whose log is gone: whoever reads from it starts anew.");

    private static final String SELF = "self";

    private LogGroups() {}

    static List<Group> all() {
        return List.of(
                new Group("archive", List.of(ARCHIVE_FAILED, ARCHIVE_FAILING, ARCHIVE_AGE), LogGroups::archive),
                new Group(
                        "replication",
                        List.of(REPLICA_BYTES, REPLICA_SECONDS, REPLICA_CONNECTED, STANDBY, SYNCHRONOUS_MISSING),
                        LogGroups::replication),
                new Group("slots", List.of(SLOT_BYTES, SLOT_LOST), LogGroups::slots));
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
        boolean standby = database.dsl().select(inRecovery()).fetchSingle().value1();
        sink.add(STANDBY, standby ? 1 : 0);
        if (standby) {
            asTheStandbySeesIt(database.dsl(), sink);
        } else {
            asThePrimarySeesIt(database.dsl(), sink);
        }
    }

    /**
     * By time alone an idle primary would look like a standby that falls behind; by the log alone a standby that is cut off
     * would look like one that has it all.
     */
    private static void asTheStandbySeesIt(DSLContext dsl, Group.Sink sink) {
        var receiver = new PgStatWalReceiver("w");
        boolean connected = dsl.fetchCount(receiver.table(), receiver.process.isNotNull()) > 0;
        sink.add(REPLICA_CONNECTED, connected ? 1 : 0);
        var allReplayed = connected
                ? system("pg_last_wal_receive_lsn", SQLDataType.CLOB)
                        .eq(system("pg_last_wal_replay_lsn", SQLDataType.CLOB))
                : falseCondition();
        sink.add(
                REPLICA_SECONDS,
                Map.of("standby", SELF),
                dsl.select(when(allReplayed, inline(0.0))
                                .otherwise(secondsSince(
                                        system("pg_last_xact_replay_timestamp", SQLDataType.TIMESTAMPWITHTIMEZONE))))
                        .fetchSingle()
                        .value1());
    }

    /** Of standbys of one name, which is the usual one unless they were given theirs, the one that is furthest behind. */
    private static void asThePrimarySeesIt(DSLContext dsl, Group.Sink sink) {
        var replication = new PgStatReplication("r");
        dsl.select(
                        replication.applicationName,
                        max(bytesBetween(writtenLsn(), replication.replayLsn)),
                        max(coalesce(
                                extract(replication.replayLag, DatePart.EPOCH).cast(SQLDataType.DOUBLE), inline(0.0))))
                .from(replication.table())
                .where(replication.replayLsn.isNotNull())
                .groupBy(replication.applicationName)
                .forEach(row -> {
                    Map<String, String> label = Map.of("standby", row.value1());
                    sink.add(REPLICA_BYTES, label, row.value2());
                    sink.add(REPLICA_SECONDS, label, row.value3());
                });
        var there = dsl.select(
                        count(),
                        count(replication.syncState),
                        count().filterWhere(replication.syncState.in(inline("sync"), inline("quorum"))))
                .from(replication.table())
                .fetchSingle();
        boolean mayBeSeen = there.value1().equals(there.value2());
        if (mayBeSeen) {
            sink.add(SYNCHRONOUS_MISSING, isAwaited(dsl) && there.value3() == 0 ? 1 : 0);
        }
    }

    private static boolean isAwaited(DSLContext dsl) {
        return !dsl.select(setting("synchronous_standby_names"))
                .fetchSingle()
                .value1()
                .isBlank();
    }

    private static void slots(OperationsDatabase database, Group.Sink sink) {
        var slots = new PgReplicationSlots("s");
        database.dsl()
                .select(slots.name, slots.active, bytesBetween(writtenLsn(), slots.restartLsn), slots.walStatus)
                .from(slots.table())
                .forEach(row -> {
                    sink.add(
                            SLOT_BYTES,
                            Map.of("slot", row.value1(), "active", Boolean.toString(row.value2())),
                            row.value3());
                    sink.add(SLOT_LOST, Map.of("slot", row.value1()), "lost".equals(row.value4()) ? 1 : 0);
                });
    }
}
