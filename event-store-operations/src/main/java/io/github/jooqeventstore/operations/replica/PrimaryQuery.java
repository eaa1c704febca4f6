package io.github.jooqeventstore.operations.replica;

import static io.github.jooqeventstore.operations.catalog.SystemFunctions.setting;
import static io.github.jooqeventstore.operations.catalog.SystemFunctions.system;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.extract;
import static org.jooq.impl.DSL.greatest;
import static org.jooq.impl.DSL.inline;

import io.github.jooqeventstore.operations.catalog.PgReplicationSlots;
import io.github.jooqeventstore.operations.catalog.PgStatReplication;
import io.github.jooqeventstore.operations.wal.Lsn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.DatePart;
import org.jooq.Field;
import org.jooq.Records;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/** What a primary knows of its standbys. */
record PrimaryQuery(DSLContext dsl, Duration tolerance) {
    private static final double MILLIS = 1000;

    ReplicaStatus.Primary read(ServerIdentity server, @Nullable ReadableEvents events) {
        Lsn written = Lsn.of(dsl.select(flushed()).fetchSingle().value1());
        String names =
                dsl.select(setting("synchronous_standby_names")).fetchSingle().value1();
        List<ConnectedStandby> standbys = standbys();
        List<StandbySlot> slots = slots();
        return new ReplicaStatus.Primary(
                server, events, written, names, standbys, slots, findings(names, standbys, slots));
    }

    private List<ConnectedStandby> standbys() {
        var replication = new PgStatReplication("r");
        return dsl.select(
                        coalesce(replication.applicationName, inline("")),
                        replication.clientAddress,
                        coalesce(replication.state, inline("unknown")),
                        coalesce(replication.syncState, inline("unknown")),
                        replication.replayLsn,
                        coalesce(bytes(flushed(), coalesce(replication.replayLsn, replication.flushLsn)), inline(0L)),
                        extract(replication.replayLag, DatePart.EPOCH).cast(SQLDataType.DOUBLE))
                .from(replication.table())
                .orderBy(replication.applicationName)
                .fetch(Records.mapping(PrimaryQuery::standby));
    }

    private static ConnectedStandby standby(
            String name,
            @Nullable String address,
            String state,
            String sync,
            @Nullable String replayed,
            long bytes,
            @Nullable Double seconds) {
        // The server keeps the last delay that it has measured for a while after there was none.
        @Nullable Double behind = bytes == 0 ? Double.valueOf(0) : seconds;
        return new ConnectedStandby(
                name, address, state, sync, replayed == null ? null : Lsn.of(replayed), bytes, behind);
    }

    private List<StandbySlot> slots() {
        var slots = new PgReplicationSlots("s");
        return dsl.select(slots.name, slots.active, coalesce(bytes(flushed(), slots.restartLsn), inline(0L)))
                .from(slots.table())
                .where(slots.type.eq(inline("physical")))
                .orderBy(slots.name)
                .fetch(Records.mapping(StandbySlot::new));
    }

    private List<String> findings(String names, List<ConnectedStandby> standbys, List<StandbySlot> slots) {
        List<String> findings = new ArrayList<>();
        if (standbys.isEmpty()) {
            findings.add(
                    "no standby is connected: nobody takes over, and with a failure of this disk only backups are left");
        }
        if (!names.isBlank() && standbys.stream().noneMatch(PrimaryQuery::isWaitedFor)) {
            findings.add("commits wait for " + names
                    + ", and none of them is connected: start it, or let commits go on with" + " backup wal release");
        }
        for (ConnectedStandby standby : standbys) {
            Double seconds = standby.secondsBehind();
            if (standby.state().equals("unknown")) {
                findings.add("standby " + standby.name() + ": its state cannot be seen; grant pg_monitor to the user");
            } else if (!standby.state().equals("streaming")) {
                findings.add("standby " + standby.name() + " is not streaming, but in state " + standby.state());
            } else if (seconds != null && seconds * MILLIS > tolerance.toMillis()) {
                findings.add("standby " + standby.name() + " is %.0f seconds behind".formatted(seconds));
            }
        }
        for (StandbySlot slot : slots) {
            if (!slot.active()) {
                findings.add("slot " + slot.name() + " keeps " + slot.keptBytes()
                        + " bytes of log for a standby that is not connected: bring it back, or drop the slot before the disk"
                        + " is full");
            }
        }
        return findings;
    }

    private static boolean isWaitedFor(ConnectedStandby standby) {
        return standby.syncState().equals("sync") || standby.syncState().equals("quorum");
    }

    private static Field<String> flushed() {
        return system("pg_current_wal_flush_lsn", SQLDataType.CLOB);
    }

    // It may have replayed what was written after the log's end was looked at.
    private static Field<Long> bytes(Field<String> later, Field<String> earlier) {
        return greatest(
                        system("pg_wal_lsn_diff", SQLDataType.NUMERIC, later, earlier),
                        inline(java.math.BigDecimal.ZERO))
                .cast(SQLDataType.BIGINT);
    }
}
