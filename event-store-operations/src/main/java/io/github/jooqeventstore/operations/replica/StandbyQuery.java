package io.github.jooqeventstore.operations.replica;

import static io.github.jooqeventstore.operations.catalog.SystemFunctions.system;
import static org.jooq.impl.DSL.currentOffsetDateTime;
import static org.jooq.impl.DSL.extract;

import io.github.jooqeventstore.operations.catalog.PgStatWalReceiver;
import io.github.jooqeventstore.operations.process.Patience;
import io.github.jooqeventstore.operations.wal.Lsn;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.DatePart;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/** What a standby knows of itself. */
record StandbyQuery(DSLContext dsl, Duration tolerance) {
    /** How long it may take to replay what has just come in before its age is asked for. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    private static final double NANOS = 1e9;
    private static final double SILENT_SECONDS = 60;

    /** One look at the log. */
    record Place(@Nullable Lsn received, @Nullable Lsn replayed, boolean paused) {
        boolean isAt(Lsn end) {
            return replayed != null && !replayed.isBefore(end);
        }
    }

    private record Heard(
            ReplicaStatus.Receiver receiver, @Nullable Lsn end, int timeline) {}

    ReplicaStatus.Standby read(ServerIdentity server, @Nullable ReadableEvents events) {
        Heard heard = heard();
        Place place = place(dsl);
        @Nullable Lsn end = end(place, heard);
        long bytes = end == null || place.replayed() == null || place.isAt(end)
                ? 0
                : end.value() - place.replayed().value();
        ReplicaStatus.Receiver receiver = heard == null ? null : heard.receiver();
        @Nullable Double seconds = receiver == null || !receiver.streaming() ? null : seconds(bytes, end);
        return new ReplicaStatus.Standby(
                heard == null || heard.timeline() == 0
                        ? server
                        : new ServerIdentity(server.systemIdentifier(), heard.timeline(), true),
                events,
                place.received(),
                place.replayed(),
                bytes,
                seconds,
                place.paused(),
                receiver,
                findings(place, receiver, seconds));
    }

    /** Where it is at this moment. */
    static Place place(DSLContext dsl) {
        var row = dsl.select(
                        system("pg_last_wal_receive_lsn", SQLDataType.CLOB),
                        system("pg_last_wal_replay_lsn", SQLDataType.CLOB),
                        system("pg_get_wal_replay_pause_state", SQLDataType.CLOB))
                .fetchSingle();
        return new Place(lsn(row.value1()), lsn(row.value2()), !"not paused".equals(row.value3()));
    }

    static ReplicaStatus.@Nullable Receiver receiver(DSLContext dsl) {
        Heard heard = new StandbyQuery(dsl, Duration.ZERO).heard();
        return heard == null ? null : heard.receiver();
    }

    private @Nullable Heard heard() {
        var view = new PgStatWalReceiver("w");
        Field<Double> silent = since(view.lastMessageAt);
        Record row = dsl.select(
                        view.status,
                        view.senderHost,
                        view.senderPort,
                        view.slotName,
                        silent,
                        view.latestEndLsn,
                        view.receivedTimeline)
                .from(view.table())
                .fetchOne();
        if (row == null) {
            return null;
        }
        String status = row.get(view.status);
        String host = row.get(view.senderHost);
        Integer timeline = row.get(view.receivedTimeline);
        return new Heard(
                new ReplicaStatus.Receiver(
                        // Whoever may not see the statistics sees that there is one.
                        status == null ? "hidden" : status,
                        host == null ? null : host + ":" + row.get(view.senderPort),
                        row.get(view.slotName),
                        row.get(silent)),
                lsn(row.get(view.latestEndLsn)),
                timeline == null ? 0 : timeline);
    }

    private static @Nullable Lsn end(Place place, @Nullable Heard heard) {
        Lsn received = place.received();
        Lsn told = heard == null ? null : heard.end();
        if (received == null || told == null) {
            return received == null ? told : received;
        }
        return received.isBefore(told) ? told : received;
    }

    // The age of the transaction that was replayed last says nothing: after a quiet night it is a night. What is left
    // to
    // replay tells: nothing, something that is replayed while we look, or something that stays.
    private @Nullable Double seconds(long bytes, @Nullable Lsn end) {
        return bytes == 0 || end == null ? Double.valueOf(0) : age(end);
    }

    private @Nullable Double age(Lsn end) {
        long begin = System.nanoTime();
        if (Patience.of(LOOK).until(() -> place(dsl).isAt(end))) {
            return (System.nanoTime() - begin) / NANOS;
        }
        return dsl.select(since(system("pg_last_xact_replay_timestamp", SQLDataType.TIMESTAMPWITHTIMEZONE)))
                .fetchSingle()
                .value1();
    }

    private List<String> findings(Place place, ReplicaStatus.@Nullable Receiver receiver, @Nullable Double seconds) {
        List<String> findings = new ArrayList<>();
        if (receiver == null) {
            findings.add(
                    "nothing is received: the primary is gone, or primary_conninfo does not lead to it; the server's log"
                            + " says why");
        } else if (!receiver.streaming()) {
            findings.add("the receiver is not streaming, but in state " + receiver.status()
                    + (receiver.status().equals("hidden") ? "; grant pg_monitor to the user" : ""));
        } else if (receiver.silentSeconds() != null && receiver.silentSeconds() > SILENT_SECONDS) {
            findings.add("nothing was heard of the primary for %.0f seconds".formatted(receiver.silentSeconds()));
        }
        if (place.paused()) {
            findings.add("replay is paused: select pg_wal_replay_resume() lets it go on");
        }
        if (seconds != null && seconds > tolerance.toSeconds()) {
            findings.add("it is %.0f seconds behind".formatted(seconds));
        }
        return findings;
    }

    private static Field<Double> since(Field<OffsetDateTime> time) {
        return extract(currentOffsetDateTime().minus(time), DatePart.EPOCH)
                .cast(SQLDataType.DOUBLE)
                .as("since");
    }

    private static @Nullable Lsn lsn(@Nullable String text) {
        return text == null ? null : Lsn.of(text);
    }
}
