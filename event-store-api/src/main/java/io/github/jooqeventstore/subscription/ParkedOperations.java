package io.github.jooqeventstore.subscription;

import static io.github.jooqeventstore.schema.Tables.PARKED_EVENTS;

import io.github.jooqeventstore.EventStore;
import io.github.jooqeventstore.InvalidInputException;
import io.github.jooqeventstore.StreamId;
import io.github.jooqeventstore.subscription.ParkedEvent.Status;
import java.util.List;
import java.util.Locale;
import org.jooq.Condition;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** The parked events of a subscription, as its operator sees them. */
record ParkedOperations(EventStore store, String subscription) {

    List<ParkedEvent> waiting() {
        return store.withDsl(dsl -> dsl.select(
                        PARKED_EVENTS.STREAM_ID,
                        PARKED_EVENTS.POSITION,
                        PARKED_EVENTS.EVENT_ID,
                        PARKED_EVENTS.STATUS,
                        PARKED_EVENTS.ATTEMPTS,
                        PARKED_EVENTS.ERROR,
                        PARKED_EVENTS.PARKED_AT,
                        PARKED_EVENTS.REASON)
                .from(PARKED_EVENTS)
                .where(ParkedTable.waitsFor(subscription))
                .orderBy(PARKED_EVENTS.POSITION)
                .fetch(row -> new ParkedEvent(
                        subscription,
                        StreamId.of(row.value1()),
                        row.value2(),
                        row.value3(),
                        Status.valueOf(row.value4().toUpperCase(Locale.ROOT)),
                        row.value5(),
                        row.value6(),
                        row.value7().toInstant(),
                        row.value8())));
    }

    /** Of that stream, or of all where it is null. */
    int replay(@Nullable StreamId stream) {
        Condition which = stream == null ? DSL.noCondition() : PARKED_EVENTS.STREAM_ID.eq(stream.value());
        return store.withDsl(dsl -> dsl.update(PARKED_EVENTS)
                .set(PARKED_EVENTS.STATUS, ParkedTable.text(Status.REPLAYING))
                .set(PARKED_EVENTS.UPDATED_AT, ServerClock.now())
                .where(ParkedTable.waitsFor(subscription))
                .and(which)
                .execute());
    }

    boolean discard(ParkedEvent event, String reason) {
        if (InvalidInputException.requirePresent("parked event", "reason", reason)
                .isBlank()) {
            throw new InvalidInputException("parked event", "must be discarded for a reason, found none");
        }
        int discarded = store.withDsl(dsl -> dsl.update(PARKED_EVENTS)
                .set(PARKED_EVENTS.STATUS, ParkedTable.text(Status.DISCARDED))
                .set(PARKED_EVENTS.REASON, reason)
                .set(PARKED_EVENTS.UPDATED_AT, ServerClock.now())
                .where(ParkedTable.waitsFor(subscription))
                .and(PARKED_EVENTS.POSITION.eq(event.position()))
                .execute());
        return discarded > 0;
    }
}
