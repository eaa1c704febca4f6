package io.github.jooqeventstore.subscription;

import static io.github.jooqeventstore.schema.Tables.EVENTS;
import static io.github.jooqeventstore.schema.Tables.PARKED_EVENTS;
import static io.github.jooqeventstore.schema.Tables.SUBSCRIPTIONS;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.val;

import io.github.jooqeventstore.EventFilter;
import io.github.jooqeventstore.EventQuery;
import io.github.jooqeventstore.EventStore;
import io.github.jooqeventstore.RecordedEvent;
import io.github.jooqeventstore.subscription.ParkedEvent.Status;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** The events that a subscription has put aside, as the holder of a lease writes them. */
final class ParkedTable {

    private final Group group;
    private final Lease lease;

    ParkedTable(Group group, Lease lease) {
        this.group = group;
        this.lease = lease;
    }

    static String text(Status status) {
        return status.name().toLowerCase(Locale.ROOT);
    }

    static Condition waitsFor(String subscription) {
        return PARKED_EVENTS
                .SUBSCRIPTION
                .eq(subscription)
                .and(PARKED_EVENTS.STATUS.in(DSL.inline(text(Status.PARKED)), DSL.inline(text(Status.REPLAYING))));
    }

    /** The streams of which an event waits. */
    Set<String> waitingStreams() {
        return group.store()
                .withDsl(dsl -> dsl.selectDistinct(PARKED_EVENTS.STREAM_ID)
                        .from(PARKED_EVENTS)
                        .where(waitsFor(group.name()))
                        .fetchSet(PARKED_EVENTS.STREAM_ID));
    }

    /**
     * Puts an event aside, or aside again.
     *
     * @param onlyBehindAnother whether it is not put aside when no event of its stream waits any more; else it becomes of it
     *     what becomes of the first that waits
     * @return whether it was; false also if the lease is lost
     */
    boolean park(RecordedEvent event, int attempts, @Nullable String error, boolean onlyBehindAnother) {
        Condition held = group.isHeldBy(lease);
        Field<String> status = onlyBehindAnother ? statusOfTheFirst(event) : val(text(Status.PARKED));
        return 0
                < group.store()
                        .<Integer>withDsl(dsl -> dsl.insertInto(
                                        PARKED_EVENTS,
                                        PARKED_EVENTS.SUBSCRIPTION,
                                        PARKED_EVENTS.STREAM_ID,
                                        PARKED_EVENTS.POSITION,
                                        PARKED_EVENTS.EVENT_ID,
                                        PARKED_EVENTS.ATTEMPTS,
                                        PARKED_EVENTS.ERROR,
                                        PARKED_EVENTS.STATUS)
                                .select(select(
                                                SUBSCRIPTIONS.NAME,
                                                val(event.stream().value()),
                                                val(event.position()),
                                                val(event.id()),
                                                val(attempts),
                                                val(error, PARKED_EVENTS.ERROR),
                                                status)
                                        .from(SUBSCRIPTIONS)
                                        .where(held)
                                        .and(status.isNotNull()))
                                .onConflict(PARKED_EVENTS.SUBSCRIPTION, PARKED_EVENTS.POSITION)
                                .doUpdate()
                                .set(PARKED_EVENTS.STATUS, DSL.excluded(PARKED_EVENTS.STATUS))
                                .setNull(PARKED_EVENTS.REASON)
                                .set(
                                        PARKED_EVENTS.ATTEMPTS,
                                        PARKED_EVENTS.ATTEMPTS.plus(DSL.excluded(PARKED_EVENTS.ATTEMPTS)))
                                .set(
                                        PARKED_EVENTS.ERROR,
                                        DSL.coalesce(DSL.excluded(PARKED_EVENTS.ERROR), PARKED_EVENTS.ERROR))
                                .set(PARKED_EVENTS.UPDATED_AT, ServerClock.now())
                                .execute());
    }

    /** Null where none of its stream waits. */
    private Field<String> statusOfTheFirst(RecordedEvent event) {
        return DSL.field(select(PARKED_EVENTS.STATUS)
                .from(PARKED_EVENTS)
                .where(waitsFor(group.name()))
                .and(PARKED_EVENTS.STREAM_ID.eq(event.stream().value()))
                .orderBy(PARKED_EVENTS.POSITION)
                .limit(DSL.inline(1)));
    }

    /** The first of the partition's events that are to be delivered again, in order. */
    List<RecordedEvent> replaying() {
        var asked = select(PARKED_EVENTS.POSITION)
                .from(PARKED_EVENTS)
                .where(PARKED_EVENTS.SUBSCRIPTION.eq(group.name()))
                .and(PARKED_EVENTS.STATUS.eq(DSL.inline(text(Status.REPLAYING))));
        EventFilter ofPartition =
                EventFilter.ofPartition(lease.partition(), group.definition().partitions());
        return group.store()
                .query(EventQuery.where(ofPartition.and(EventFilter.matching(EVENTS.POSITION.in(asked))))
                        .limit(group.definition().batchSize()));
    }

    /** Notes that an event was delivered again and handled; false if the lease is lost. */
    boolean replayed(EventStore store, RecordedEvent event) {
        return 0
                < store.<Integer>withDsl(dsl -> dsl.update(PARKED_EVENTS)
                        .set(PARKED_EVENTS.STATUS, text(Status.REPLAYED))
                        .set(PARKED_EVENTS.UPDATED_AT, ServerClock.now())
                        .where(PARKED_EVENTS.SUBSCRIPTION.eq(group.name()))
                        .and(PARKED_EVENTS.POSITION.eq(event.position()))
                        .and(isHeld())
                        .execute());
    }

    /** Puts an event aside again that failed again, and those behind it; false if the lease is lost. */
    boolean failedAgain(RecordedEvent event, String error) {
        Condition itself = PARKED_EVENTS.POSITION.eq(event.position());
        return 0
                < group.store()
                        .<Integer>withDsl(dsl -> dsl.update(PARKED_EVENTS)
                                .set(PARKED_EVENTS.STATUS, text(Status.PARKED))
                                .set(PARKED_EVENTS.UPDATED_AT, ServerClock.now())
                                .set(
                                        PARKED_EVENTS.ATTEMPTS,
                                        DSL.when(itself, PARKED_EVENTS.ATTEMPTS.plus(1))
                                                .otherwise(PARKED_EVENTS.ATTEMPTS))
                                .set(
                                        PARKED_EVENTS.ERROR,
                                        DSL.when(itself, val(error)).otherwise(PARKED_EVENTS.ERROR))
                                .where(PARKED_EVENTS.SUBSCRIPTION.eq(group.name()))
                                .and(PARKED_EVENTS.STREAM_ID.eq(event.stream().value()))
                                .and(PARKED_EVENTS.STATUS.eq(text(Status.REPLAYING)))
                                .and(isHeld())
                                .execute());
    }

    private Condition isHeld() {
        return exists(selectOne().from(SUBSCRIPTIONS).where(group.isHeldBy(lease)));
    }
}
