package io.github.jooqeventstore.subscription;

import static io.github.jooqeventstore.schema.Tables.EVENTS;
import static io.github.jooqeventstore.schema.Tables.SUBSCRIPTIONS;
import static org.jooq.impl.DSL.generateSeries;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.val;

import io.github.jooqeventstore.EventStore;
import io.github.jooqeventstore.InvalidInputException;
import java.util.List;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/** Subscriptions as their operator sees them: begun, resumed, rewound. */
record SubscriptionTable(EventStore store) {

    /**
     * Writes the rows of a subscription that has none, and lets stopped partitions try again.
     *
     * @throws InvalidInputException if it has another number of partitions
     */
    void enter(SubscriptionDefinition definition) {
        String subject = "subscription " + definition.name();
        if (partitions(definition.name()).isEmpty()) {
            Checkpoint start = start(subject, definition.startAt());
            store.withDsl(dsl -> insert(dsl, definition, start));
        }
        List<Integer> found = partitions(definition.name());
        if (!found.equals(List.of(definition.partitions()))) {
            throw new InvalidInputException(
                    subject,
                    "must have the partitions it was begun with, found " + found + " begun and "
                            + definition.partitions() + " defined");
        }
        resume(definition.name());
    }

    private List<Integer> partitions(String name) {
        return store.withDsl(dsl -> dsl.selectDistinct(SUBSCRIPTIONS.PARTITIONS)
                .from(SUBSCRIPTIONS)
                .where(SUBSCRIPTIONS.NAME.eq(name))
                .fetch(SUBSCRIPTIONS.PARTITIONS));
    }

    private Checkpoint start(String subject, StartAt startAt) {
        Witness witness = Witness.of(store);
        return switch (startAt) {
            case StartAt.Beginning beginning -> witness.named(subject, 0);
            case StartAt.After after -> witness.named(subject, after.position());
            case StartAt.Now now ->
                witness.next(subject, witness.named(subject, 0), store.horizon().finalPosition());
        };
    }

    private static int insert(DSLContext dsl, SubscriptionDefinition definition, Checkpoint start) {
        Field<Integer> number = DSL.field(DSL.name("numbers", "n"), SQLDataType.INTEGER);
        return dsl.insertInto(
                        SUBSCRIPTIONS,
                        SUBSCRIPTIONS.NAME,
                        SUBSCRIPTIONS.PARTITION,
                        SUBSCRIPTIONS.PARTITIONS,
                        SUBSCRIPTIONS.POSITION,
                        SUBSCRIPTIONS.EVENT_ID,
                        SUBSCRIPTIONS.EPOCH)
                .select(select(
                                val(definition.name()),
                                number,
                                val(definition.partitions()),
                                val(start.position()),
                                val(start.witness(), SUBSCRIPTIONS.EVENT_ID),
                                val(start.epoch()))
                        .from(generateSeries(0, definition.partitions() - 1).as("numbers", "n"))
                        .where(notExists(
                                selectOne().from(SUBSCRIPTIONS).where(SUBSCRIPTIONS.NAME.eq(definition.name())))))
                .onConflictDoNothing()
                .execute();
    }

    /** Lets stopped partitions go on from their checkpoints. */
    int resume(String name) {
        return store.withDsl(dsl -> dsl.update(SUBSCRIPTIONS)
                .setNull(SUBSCRIPTIONS.STOPPED_AT)
                .where(SUBSCRIPTIONS.NAME.eq(name))
                .and(SUBSCRIPTIONS.STOPPED_AT.isNotNull())
                .execute());
    }

    /** Puts partitions at a checkpoint that stands, and takes them away from whoever works on them. */
    void resumeAt(String name, Condition which, Checkpoint checkpoint) {
        int moved = store.withDsl(dsl -> dsl.update(SUBSCRIPTIONS)
                .set(SUBSCRIPTIONS.POSITION, checkpoint.position())
                .set(SUBSCRIPTIONS.EVENT_ID, checkpoint.witness())
                .set(SUBSCRIPTIONS.EPOCH, checkpoint.epoch())
                .set(SUBSCRIPTIONS.UPDATED_AT, ServerClock.now())
                .set(SUBSCRIPTIONS.TOKEN, SUBSCRIPTIONS.TOKEN.plus(1))
                .setNull(SUBSCRIPTIONS.OWNER)
                .setNull(SUBSCRIPTIONS.LEASED_UNTIL)
                .setNull(SUBSCRIPTIONS.STOPPED_AT)
                .setNull(SUBSCRIPTIONS.LAST_ERROR)
                .where(SUBSCRIPTIONS.NAME.eq(name))
                .and(which)
                .execute());
        if (moved == 0) {
            throw new InvalidInputException(
                    "subscription " + name, "must have been started once, found no such partition");
        }
    }

    /** How every partition of a subscription stands, without what only its worker knows. */
    List<PartitionStatus> status(String name) {
        var head = select(DSL.coalesce(DSL.max(EVENTS.POSITION), inline(0L)).as("head"))
                .from(EVENTS)
                .asTable("head");
        var next = select(EVENTS.CREATED_AT)
                .from(EVENTS)
                .where(EVENTS.POSITION.gt(SUBSCRIPTIONS.POSITION))
                .orderBy(EVENTS.POSITION)
                .limit(inline(1));
        return store.withDsl(dsl -> dsl.select(
                        SUBSCRIPTIONS.PARTITION,
                        SUBSCRIPTIONS.POSITION,
                        SUBSCRIPTIONS.EPOCH,
                        SUBSCRIPTIONS.EVENT_ID,
                        SUBSCRIPTIONS.OWNER,
                        SUBSCRIPTIONS.LEASED_UNTIL,
                        SUBSCRIPTIONS.STOPPED_AT,
                        SUBSCRIPTIONS.UPDATED_AT,
                        SUBSCRIPTIONS.LAST_ERROR,
                        head.field("head", SQLDataType.BIGINT),
                        DSL.field(next),
                        ServerClock.now())
                .from(SUBSCRIPTIONS)
                .leftJoin(head)
                .on(noCondition())
                .where(SUBSCRIPTIONS.NAME.eq(name))
                .orderBy(SUBSCRIPTIONS.PARTITION)
                .fetch(row -> StatusRow.status(name, row)));
    }
}
