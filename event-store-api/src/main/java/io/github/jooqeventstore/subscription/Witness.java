package io.github.jooqeventstore.subscription;

import static io.github.jooqeventstore.schema.Tables.EVENTS;
import static io.github.jooqeventstore.schema.Tables.STORE;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.select;

import io.github.jooqeventstore.CheckpointLostException;
import io.github.jooqeventstore.EventStore;
import java.util.Objects;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** Whether the store bears a checkpoint out, and which checkpoint belongs to a position. */
record Witness(EventStore store) {

    /**
     * What the store says of a position.
     *
     * @param epoch its epoch
     * @param head the position of its last event, 0 if there is none
     * @param witness the event at the checkpoint's position, null if there is none
     * @param newest the position of the last event up to the position asked for, 0 if there is none
     * @param newestId that event's id, null if there is none
     */
    private record Found(
            long epoch,
            long head,
            @Nullable UUID witness,
            long newest,
            @Nullable UUID newestId) {}

    static Witness of(EventStore store) {
        return new Witness(store);
    }

    /**
     * Asks whether a checkpoint stands.
     *
     * @throws CheckpointLostException if it does not
     */
    void check(String subject, Checkpoint checkpoint) {
        check(subject, checkpoint, ask(checkpoint.position(), checkpoint.position()));
    }

    /**
     * The checkpoint of a final position behind one that stands: its witness is the last event there is up to there.
     *
     * @throws CheckpointLostException if the one before does not stand
     */
    Checkpoint next(String subject, Checkpoint before, long through) {
        Found found = ask(before.position(), through);
        check(subject, before, found);
        return found.newest > before.position()
                ? new Checkpoint(found.newest, found.epoch, found.newestId)
                : new Checkpoint(through, found.epoch, through == before.position() ? before.witness() : null);
    }

    /** The checkpoint of a position that was named by hand, with a witness if an event is there. */
    Checkpoint named(String subject, long position) {
        Found found = ask(position, position);
        Checkpoint named = new Checkpoint(position, found.epoch, found.witness);
        check(subject, named, found);
        return named;
    }

    private static void check(String subject, Checkpoint checkpoint, Found found) {
        if (checkpoint.epoch() != found.epoch) {
            throw lost(subject, checkpoint, "epoch " + checkpoint.epoch() + " of the store", "epoch " + found.epoch);
        }
        if (checkpoint.position() > found.head) {
            throw lost(
                    subject,
                    checkpoint,
                    "events up to position " + checkpoint.position(),
                    found.head == 0 ? "none" : "the last one at position " + found.head);
        }
        if (checkpoint.witness() != null && !Objects.equals(checkpoint.witness(), found.witness)) {
            throw lost(
                    subject,
                    checkpoint,
                    "event " + checkpoint.witness() + " at position " + checkpoint.position(),
                    found.witness == null ? "none" : "event " + found.witness);
        }
    }

    private static CheckpointLostException lost(
            String subject, Checkpoint checkpoint, String expectation, String finding) {
        return new CheckpointLostException(subject, checkpoint.position(), expectation, finding);
    }

    private Found ask(long position, long through) {
        Found found = store.withDsl(dsl -> ask(dsl, position, through));
        if (found == null) {
            throw new IllegalStateException("event store: expected the store's own row, found none");
        }
        return found;
    }

    private static @Nullable Found ask(DSLContext dsl, long position, long through) {
        var newest = select(EVENTS.POSITION, EVENTS.EVENT_ID)
                .from(EVENTS)
                .where(EVENTS.POSITION.le(through))
                .orderBy(EVENTS.POSITION.desc())
                .limit(inline(1))
                .asTable("newest");
        return dsl.select(
                        STORE.EPOCH,
                        field(select(coalesce(max(EVENTS.POSITION), inline(0L))).from(EVENTS)),
                        field(select(EVENTS.EVENT_ID).from(EVENTS).where(EVENTS.POSITION.eq(position))),
                        coalesce(newest.field(EVENTS.POSITION), inline(0L)),
                        newest.field(EVENTS.EVENT_ID))
                .from(STORE)
                .leftJoin(newest)
                .on(noCondition())
                .fetchOne(row -> new Found(row.value1(), row.value2(), row.value3(), row.value4(), row.value5()));
    }
}
