package io.github.jooqeventstore.operations.store;

import static io.github.jooqeventstore.schema.Tables.EVENTS;
import static io.github.jooqeventstore.schema.Tables.PARKED_EVENTS;
import static io.github.jooqeventstore.schema.Tables.SUBSCRIPTIONS;

import io.github.jooqeventstore.operations.store.StoreFinding.Kind;
import org.jooq.DSLContext;

/** Subscriptions against the events that they have seen. */
record CheckpointChecks(DSLContext dsl, Findings findings) {

    /** No checkpoint is ahead of the head, of another epoch, or behind an event that is another one now. */
    void checkpoints(long headPosition, long epoch) {
        var rows = dsl.select(
                        SUBSCRIPTIONS.NAME,
                        SUBSCRIPTIONS.PARTITION,
                        SUBSCRIPTIONS.POSITION,
                        SUBSCRIPTIONS.EPOCH,
                        SUBSCRIPTIONS.EVENT_ID,
                        EVENTS.EVENT_ID)
                .from(SUBSCRIPTIONS)
                .leftJoin(EVENTS)
                .on(EVENTS.POSITION.eq(SUBSCRIPTIONS.POSITION))
                .orderBy(SUBSCRIPTIONS.NAME, SUBSCRIPTIONS.PARTITION)
                .fetch();
        for (var row : rows) {
            String subject = "subscription " + row.value1() + ", partition " + row.value2();
            if (row.value3() > headPosition) {
                findings.add(
                        Kind.CHECKPOINT_AHEAD,
                        subject,
                        "position " + headPosition + " at most",
                        "position " + row.value3());
            } else if (row.value5() != null && !row.value5().equals(row.value6())) {
                findings.add(
                        Kind.WITNESS_DIFFERS,
                        subject,
                        "event " + row.value5() + " at position " + row.value3(),
                        row.value6() == null ? "none" : "event " + row.value6());
            }
            if (row.value4() != epoch) {
                findings.add(Kind.CHECKPOINT_OF_OTHER_EPOCH, subject, "epoch " + epoch, "epoch " + row.value4());
            }
        }
    }

    /** What was put aside is there. */
    void parked() {
        dsl.select(PARKED_EVENTS.SUBSCRIPTION, PARKED_EVENTS.POSITION, PARKED_EVENTS.EVENT_ID, EVENTS.EVENT_ID)
                .from(PARKED_EVENTS)
                .leftJoin(EVENTS)
                .on(EVENTS.POSITION.eq(PARKED_EVENTS.POSITION))
                .where(EVENTS.EVENT_ID.isDistinctFrom(PARKED_EVENTS.EVENT_ID))
                .orderBy(PARKED_EVENTS.SUBSCRIPTION, PARKED_EVENTS.POSITION)
                .forEach(row -> findings.add(
                        Kind.PARKED_EVENT_ABSENT,
                        "event put aside by subscription " + row.value1(),
                        "event " + row.value3() + " at position " + row.value2(),
                        row.value4() == null ? "none" : "event " + row.value4()));
    }
}
