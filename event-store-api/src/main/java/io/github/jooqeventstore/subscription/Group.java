package io.github.jooqeventstore.subscription;

import static io.github.jooqeventstore.schema.Tables.SUBSCRIPTIONS;

import io.github.jooqeventstore.EventFilter;
import io.github.jooqeventstore.EventStore;
import java.time.Duration;
import org.jooq.Condition;

/**
 * What all partitions of a running subscription have in common.
 *
 * @param store the store
 * @param definition what is to run
 * @param member who runs it here
 * @param lease how long a lease is
 * @param pollInterval how often is asked for new events when nobody says that there are some
 */
record Group(
        EventStore store, SubscriptionDefinition definition, String member, Duration lease, Duration pollInterval) {

    String name() {
        return definition.name();
    }

    String subject(int partition) {
        return "subscription " + name()
                + (definition.partitions() == 1 ? "" : ", partition " + partition + " of " + definition.partitions());
    }

    EventFilter filter(int partition) {
        return definition.partitions() == 1
                ? definition.filter()
                : definition.filter().and(EventFilter.ofPartition(partition, definition.partitions()));
    }

    /** The row of a partition. */
    Condition isRowOf(int partition) {
        return SUBSCRIPTIONS.NAME.eq(name()).and(SUBSCRIPTIONS.PARTITION.eq(partition));
    }

    /** The row of a partition whose lease has not passed on to somebody else. */
    Condition isRowOf(Lease lease) {
        return isRowOf(lease.partition())
                .and(SUBSCRIPTIONS.OWNER.eq(member))
                .and(SUBSCRIPTIONS.TOKEN.eq(lease.token()));
    }

    /** The same while the lease lasts: what every write of a holder asks for. */
    Condition isHeldBy(Lease lease) {
        return isRowOf(lease).and(SUBSCRIPTIONS.LEASED_UNTIL.gt(ServerClock.now()));
    }
}
