package io.github.jooqeventstore.operations.restore;

import static io.github.jooqeventstore.schema.Tables.EVENTS;
import static io.github.jooqeventstore.schema.Tables.PARKED_EVENTS;
import static io.github.jooqeventstore.schema.Tables.SNAPSHOTS;
import static io.github.jooqeventstore.schema.Tables.STORE;
import static io.github.jooqeventstore.schema.Tables.STREAMS;
import static io.github.jooqeventstore.schema.Tables.SUBSCRIPTIONS;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.least;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.val;

import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsException;
import io.github.jooqeventstore.operations.store.PositionGap;
import io.github.jooqeventstore.operations.store.StoreState;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/**
 * What every store needs when it has come out of a backup: nobody may take it for the one that went on.
 *
 * @param epoch the store's epoch from now on: the checkpoints of every earlier one are refused by their subscriptions
 * @param nextPosition the position behind which the next event will be: none that was ever handed out is used again
 * @param rewound how many checkpoints were led back to where this store has come, and into its epoch
 * @param snapshotsDropped how many snapshots were of versions that their streams have not reached
 */
public record AfterRestore(long epoch, long nextPosition, int rewound, int snapshotsDropped) {
    /** How many positions are passed over unless something else is said: more than were handed out since the backup. */
    public static final long DEFAULT_GAP = PositionGap.LEAP_OF_A_RESTORE;

    /**
     * What is known beside the restored store itself.
     *
     * @param epoch the highest epoch that the store is known to have had
     * @param highestPosition the highest position that is known to have been handed out
     * @param gap how many positions to pass over, for those that nobody knows of
     * @param rewindCheckpoints whether checkpoints are led back; false: one ahead of the head is refused
     */
    public record Known(long epoch, long highestPosition, long gap, boolean rewindCheckpoints) {}

    /**
     * Does it, in the transaction of the context if there is one.
     *
     * @param dsl of the owner of the tables
     * @throws OperationsException with {@link ExitCode#REFUSED} when a checkpoint is ahead of the last event
     */
    public static AfterRestore apply(DSLContext dsl, Known known) {
        int dropped = dropSnapshotsBeyondHeads(dsl);
        long head = dsl.select(coalesce(max(EVENTS.POSITION), inline(0L)))
                .from(EVENTS)
                .fetchSingle()
                .value1();
        long epoch = raiseEpoch(dsl, known.epoch(), head);
        long highest = Math.max(head, Math.max(known.highestPosition(), lastOfSequence(dsl)));
        int rewound = 0;
        if (known.rewindCheckpoints()) {
            rewound = rewind(dsl, epoch, head);
        } else {
            refuseCheckpointsAhead(dsl, head);
        }
        return new AfterRestore(epoch, passOver(dsl, highest + known.gap()), rewound, dropped);
    }

    /** Drops what would bring a stream to a state that it has not reached. */
    static int dropSnapshotsBeyondHeads(DSLContext dsl) {
        return dsl.deleteFrom(SNAPSHOTS)
                .where(notExists(selectOne()
                        .from(STREAMS)
                        .where(STREAMS.STREAM_ID.eq(SNAPSHOTS.STREAM_ID))
                        .and(STREAMS.VERSION.ge(SNAPSHOTS.VERSION))))
                .execute();
    }

    private static long raiseEpoch(DSLContext dsl, long known, long head) {
        long epoch = Math.max(known, StoreState.epoch(dsl)) + 1;
        dsl.update(STORE)
                .set(STORE.EPOCH, epoch)
                .set(STORE.PUBLISHED_HORIZON, head)
                .execute();
        return epoch;
    }

    /** Throws when a checkpoint is ahead of the last event. */
    static void refuseCheckpointsAhead(DSLContext dsl, long head) {
        List<String> ahead = dsl.select(SUBSCRIPTIONS.NAME, max(SUBSCRIPTIONS.POSITION))
                .from(SUBSCRIPTIONS)
                .where(SUBSCRIPTIONS.POSITION.gt(head))
                .groupBy(SUBSCRIPTIONS.NAME)
                .orderBy(SUBSCRIPTIONS.NAME)
                .fetch(row -> row.value1() + " at " + row.value2());
        if (!ahead.isEmpty()) {
            throw new OperationsException(
                    ExitCode.REFUSED,
                    "checkpoints: expected none ahead of the last restored event at position " + head + ", found "
                            + String.join(", ", ahead)
                            + "; give --rewind-checkpoints, and rebuild what these subscriptions have written");
        }
    }

    // Whoever holds a lease finds that it is lost: its token is raised.
    private static int rewind(DSLContext dsl, long epoch, long head) {
        dsl.deleteFrom(PARKED_EVENTS).where(PARKED_EVENTS.POSITION.gt(head)).execute();
        var position = least(SUBSCRIPTIONS.POSITION, val(head));
        return dsl.update(SUBSCRIPTIONS)
                .set(SUBSCRIPTIONS.POSITION, position)
                .set(
                        SUBSCRIPTIONS.EVENT_ID,
                        field(select(EVENTS.EVENT_ID).from(EVENTS).where(EVENTS.POSITION.eq(position))))
                .set(SUBSCRIPTIONS.EPOCH, epoch)
                .set(SUBSCRIPTIONS.TOKEN, SUBSCRIPTIONS.TOKEN.plus(inline(1L)))
                .setNull(SUBSCRIPTIONS.OWNER)
                .setNull(SUBSCRIPTIONS.LEASED_UNTIL)
                .execute();
    }

    /** The last position that the sequence has handed out, 0 if none. */
    static long lastOfSequence(DSLContext dsl) {
        // The sequence of an identity column has no class of jOOQ's.
        Long last = dsl.fetchSingle(
                        "select pg_catalog.pg_sequence_last_value(pg_catalog.pg_get_serial_sequence({0}, {1})::pg_catalog.regclass)",
                        DSL.inline(dsl.render(EVENTS)), DSL.inline(EVENTS.POSITION.getName()))
                .get(0, Long.class);
        return last == null ? 0 : last;
    }

    private static long passOver(DSLContext dsl, long position) {
        return position < 1
                ? 0
                : dsl.fetchSingle(
                                "select pg_catalog.setval(pg_catalog.pg_get_serial_sequence({0}, {1})::pg_catalog.regclass, {2})",
                                DSL.inline(dsl.render(EVENTS)), DSL.inline(EVENTS.POSITION.getName()), val(position))
                        .get(0, Long.class);
    }

    /** {@return how many streams have another head than their events, or events that are not 1, 2, 3 and so on} */
    static int brokenStreams(DSLContext dsl) {
        var events = select(
                        EVENTS.STREAM_ID,
                        count().as("events"),
                        max(EVENTS.VERSION).as("last"))
                .from(EVENTS)
                .groupBy(EVENTS.STREAM_ID)
                .asTable("e");
        var stream = field(DSL.name("e", "stream_id"), String.class);
        var number = field(DSL.name("e", "events"), Long.class);
        var last = field(DSL.name("e", "last"), Long.class);
        return dsl.select(count())
                .from(STREAMS)
                .fullJoin(events)
                .on(stream.eq(STREAMS.STREAM_ID))
                .where(STREAMS.VERSION.isDistinctFrom(last).or(number.isDistinctFrom(last)))
                .fetchSingle()
                .value1();
    }
}
