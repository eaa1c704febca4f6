package io.github.jooqeventstore.operations.restore;

import static io.github.jooqeventstore.schema.Tables.EVENTS;
import static io.github.jooqeventstore.schema.Tables.SNAPSHOTS;
import static io.github.jooqeventstore.schema.Tables.STORE;
import static io.github.jooqeventstore.schema.Tables.STREAMS;
import static io.github.jooqeventstore.schema.Tables.SUBSCRIPTIONS;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.least;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.val;

import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsDatabase;
import io.github.jooqeventstore.operations.OperationsException;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.Records;
import org.jooq.impl.SQLDataType;

/**
 * What makes a restored store safe to use: no position is handed out twice, and nobody goes on from a past that is gone.
 *
 * @param highestKnown the highest position that is known to have been handed out, by whoever knows; 0 when nobody does
 * @param rewindCheckpoints whether subscriptions go on in the new epoch, those ahead of the head from the head; else they stop
 *     until somebody decides
 */
public record AfterRestore(long highestKnown, boolean rewindCheckpoints) {
    // What was handed out after the point of the restore and is known to nobody any more.
    private static final long LEAP = 1_000_000;

    /**
     * What became of it.
     *
     * @param headPosition the position of the last event
     * @param nextPosition the position that the next append is given
     * @param epoch the new epoch
     * @param ahead the checkpoints that stood ahead of the head
     * @param snapshotsDropped how many snapshots were of a state that is gone
     */
    public record Result(long headPosition, long nextPosition, long epoch, List<Ahead> ahead, int snapshotsDropped) {}

    /** A checkpoint ahead of the head: whoever holds it has seen events that are gone. */
    public record Ahead(String subscription, int partition, long position) {}

    /**
     * Does it in one transaction.
     *
     * @throws OperationsException with {@link ExitCode#INTEGRITY} when a stream's head is not that of its events; nothing is
     *     changed then
     */
    public Result apply(OperationsDatabase database) {
        return database.dsl().transactionResult(transaction -> {
            DSLContext dsl = transaction.dsl();
            checkHeads(dsl);
            long head = dsl.select(coalesce(max(EVENTS.POSITION), inline(0L)))
                    .from(EVENTS)
                    .fetchSingle()
                    .value1();
            long next = leap(dsl, database.target().schema(), head);
            Long epoch = dsl.update(STORE)
                    .set(STORE.EPOCH, STORE.EPOCH.plus(1))
                    .set(STORE.PUBLISHED_HORIZON, least(STORE.PUBLISHED_HORIZON, val(head)))
                    .returningResult(STORE.EPOCH)
                    .fetchSingle()
                    .value1();
            List<Ahead> ahead = dsl.select(
                            SUBSCRIPTIONS.NAME, SUBSCRIPTIONS.PARTITION, SUBSCRIPTIONS.POSITION)
                    .from(SUBSCRIPTIONS)
                    .where(SUBSCRIPTIONS.POSITION.gt(head))
                    .orderBy(SUBSCRIPTIONS.NAME, SUBSCRIPTIONS.PARTITION)
                    .fetch(Records.mapping(Ahead::new));
            if (rewindCheckpoints) {
                rewind(dsl, head, epoch);
            }
            return new Result(head, next, epoch, ahead, dropSnapshots(dsl));
        });
    }

    private static void checkHeads(DSLContext dsl) {
        var last = select(EVENTS.STREAM_ID, max(EVENTS.VERSION).as("version"))
                .from(EVENTS)
                .groupBy(EVENTS.STREAM_ID)
                .asTable("last");
        List<String> wrong = dsl.select(coalesce(STREAMS.STREAM_ID, last.field(EVENTS.STREAM_ID)))
                .from(STREAMS)
                .fullJoin(last)
                .on(STREAMS.STREAM_ID.eq(last.field(EVENTS.STREAM_ID)))
                .where(STREAMS.VERSION.isDistinctFrom(last.field("version", SQLDataType.BIGINT)))
                .limit(3)
                .fetch(org.jooq.Record1::value1);
        if (!wrong.isEmpty()) {
            throw new OperationsException(
                    ExitCode.INTEGRITY,
                    "restored store: expected the head of each stream to be its last event, found otherwise in " + wrong);
        }
    }

    private long leap(DSLContext dsl, String schema, long head) {
        // Functions for sequences, which no type of jOOQ knows.
        String sequence = dsl.fetchSingle("select pg_get_serial_sequence(format('%I.events', ?::text), 'position') as name", schema)
                .get("name", String.class);
        Long last = dsl.fetchSingle("select coalesce(pg_sequence_last_value(?::regclass), 0) as last", sequence)
                .get("last", Long.class);
        long used = Math.max(Math.max(head, last), highestKnown) + LEAP;
        dsl.fetch("select setval(?::regclass, ?)", sequence, used);
        return used + 1;
    }

    private static void rewind(DSLContext dsl, long head, long epoch) {
        var position = least(SUBSCRIPTIONS.POSITION, val(head));
        dsl.update(SUBSCRIPTIONS)
                .set(SUBSCRIPTIONS.POSITION, position)
                .set(SUBSCRIPTIONS.EPOCH, epoch)
                .set(SUBSCRIPTIONS.TOKEN, SUBSCRIPTIONS.TOKEN.plus(1))
                .set(
                        SUBSCRIPTIONS.EVENT_ID,
                        field(select(EVENTS.EVENT_ID).from(EVENTS).where(EVENTS.POSITION.eq(position))))
                .setNull(SUBSCRIPTIONS.OWNER)
                .setNull(SUBSCRIPTIONS.LEASED_UNTIL)
                .execute();
    }

    private static int dropSnapshots(DSLContext dsl) {
        return dsl.deleteFrom(SNAPSHOTS)
                .where(notExists(selectOne()
                        .from(STREAMS)
                        .where(STREAMS.STREAM_ID.eq(SNAPSHOTS.STREAM_ID))
                        .and(STREAMS.VERSION.ge(SNAPSHOTS.VERSION))))
                .execute();
    }
}
