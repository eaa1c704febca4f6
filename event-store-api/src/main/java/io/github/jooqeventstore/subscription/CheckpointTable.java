package io.github.jooqeventstore.subscription;

import static io.github.jooqeventstore.schema.Tables.EVENTS;
import static io.github.jooqeventstore.schema.Tables.STORE;
import static io.github.jooqeventstore.schema.Tables.SUBSCRIPTIONS;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.val;

import io.github.jooqeventstore.EventStore;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** The checkpoints of a subscription's partitions, moved by who holds the lease and by nobody else. */
final class CheckpointTable {

    private final Group group;

    CheckpointTable(Group group) {
        this.group = group;
    }

    /**
     * Moves a checkpoint and renews the lease, by one statement, which also asks whether both the old one and the new one
     * stand: it is sent after the events behind the new one were read, and before they are delivered.
     *
     * @param store where to, a transaction or not
     * @throws LeaseLostException if the lease is lost; nothing was written
     * @throws io.github.jooqeventstore.CheckpointLostException if one of them does not stand; nothing was written
     */
    void move(EventStore store, Lease lease, Checkpoint from, Checkpoint to) {
        long askedAt = System.nanoTime();
        int moved = store.withDsl(dsl -> dsl.update(SUBSCRIPTIONS)
                .set(SUBSCRIPTIONS.POSITION, to.position())
                .set(SUBSCRIPTIONS.EVENT_ID, to.witness())
                .set(SUBSCRIPTIONS.EPOCH, to.epoch())
                .set(SUBSCRIPTIONS.UPDATED_AT, ServerClock.now())
                .set(SUBSCRIPTIONS.LEASED_UNTIL, ServerClock.in(group.lease()))
                .setNull(SUBSCRIPTIONS.LAST_ERROR)
                .where(group.isHeldBy(lease))
                .and(SUBSCRIPTIONS.POSITION.eq(from.position()))
                .and(exists(selectOne().from(STORE).where(STORE.EPOCH.eq(to.epoch()))))
                .and(stands(val(from.position()), from.witness()))
                .and(stands(val(to.position()), to.witness()))
                .execute());
        if (moved == 0) {
            Witness.of(store).check(group.subject(lease.partition()), from);
            Witness.of(store).check(group.subject(lease.partition()), to);
            throw new LeaseLostException(group.subject(lease.partition()));
        }
        lease.renewed(askedAt);
    }

    private static Condition stands(Field<Long> position, @Nullable UUID witness) {
        return witness == null
                ? DSL.noCondition()
                : exists(selectOne()
                        .from(EVENTS)
                        .where(EVENTS.POSITION.eq(position))
                        .and(EVENTS.EVENT_ID.eq(witness)));
    }

    /** Renews a lease that has ended while the row was locked, if nobody has claimed it since. */
    void renew(Lease lease) {
        long askedAt = System.nanoTime();
        int mine = group.store()
                .withDsl(dsl -> dsl.update(SUBSCRIPTIONS)
                        .set(SUBSCRIPTIONS.LEASED_UNTIL, ServerClock.in(group.lease()))
                        .where(group.isRowOf(lease))
                        .execute());
        if (mine == 0) {
            throw new LeaseLostException(group.subject(lease.partition()));
        }
        lease.renewed(askedAt);
    }

    /** Keeps the row of the partition for this transaction, if the lease is still held. */
    void fence(EventStore store, Lease lease) {
        long askedAt = System.nanoTime();
        int held = store.withDsl(dsl -> dsl.update(SUBSCRIPTIONS)
                .set(SUBSCRIPTIONS.LEASED_UNTIL, ServerClock.in(group.lease()))
                .where(group.isHeldBy(lease))
                .execute());
        if (held == 0) {
            throw new LeaseLostException(group.subject(lease.partition()));
        }
        lease.renewed(askedAt);
    }
}
