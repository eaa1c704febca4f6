package io.github.jooqeventstore.subscription;

import static io.github.jooqeventstore.schema.Tables.SUBSCRIPTIONS;
import static io.github.jooqeventstore.schema.Tables.SUBSCRIPTION_MEMBERS;
import static org.jooq.impl.DSL.excluded;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.val;

import java.util.Collection;
import java.util.List;
import org.jooq.Condition;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * The leases of a subscription's partitions: rows, and no locks of a session, so that a pooler may stand in between.
 *
 * <p>Whoever claims a partition raises its token; whoever writes without the newest token writes nothing.
 */
final class LeaseTable {

    private final Group group;

    LeaseTable(Group group) {
        this.group = group;
    }

    /** A partition that was claimed, and the checkpoint to go on from. */
    record Claimed(Lease lease, Checkpoint checkpoint) {}

    /** Claims so many partitions at most that are free, or whose lease has ended. */
    List<Claimed> claim(int most, Collection<Integer> except) {
        long askedAt = System.nanoTime();
        var free = name("free")
                .asMaterialized(select(SUBSCRIPTIONS.PARTITION)
                        .from(SUBSCRIPTIONS)
                        .where(SUBSCRIPTIONS.NAME.eq(group.name()))
                        .and(isClaimable())
                        .and(SUBSCRIPTIONS.PARTITION.notIn(except))
                        .orderBy(SUBSCRIPTIONS.PARTITION)
                        .limit(most)
                        .forNoKeyUpdate()
                        .skipLocked());
        return group.store()
                .withDsl(dsl -> dsl.with(free)
                        .update(SUBSCRIPTIONS)
                        .set(SUBSCRIPTIONS.OWNER, group.member())
                        .set(SUBSCRIPTIONS.TOKEN, SUBSCRIPTIONS.TOKEN.plus(1))
                        .set(SUBSCRIPTIONS.LEASED_UNTIL, ServerClock.in(group.lease()))
                        .where(SUBSCRIPTIONS.NAME.eq(group.name()))
                        .and(SUBSCRIPTIONS.PARTITION.in(
                                select(free.field(SUBSCRIPTIONS.PARTITION)).from(free)))
                        .returningResult(
                                SUBSCRIPTIONS.PARTITION,
                                SUBSCRIPTIONS.TOKEN,
                                SUBSCRIPTIONS.POSITION,
                                SUBSCRIPTIONS.EPOCH,
                                SUBSCRIPTIONS.EVENT_ID)
                        .fetch(claimed -> new Claimed(
                                new Lease(claimed.value1(), claimed.value2(), group.lease(), askedAt),
                                new Checkpoint(claimed.value3(), claimed.value4(), claimed.value5()))));
    }

    private static Condition isClaimable() {
        return SUBSCRIPTIONS
                .STOPPED_AT
                .isNull()
                .and(SUBSCRIPTIONS.OWNER.isNull().or(SUBSCRIPTIONS.LEASED_UNTIL.le(ServerClock.now())));
    }

    /** Gives a lease back at once. */
    void release(Lease lease) {
        group.store()
                .withDsl(dsl -> dsl.update(SUBSCRIPTIONS)
                        .setNull(SUBSCRIPTIONS.OWNER)
                        .setNull(SUBSCRIPTIONS.LEASED_UNTIL)
                        .where(group.isRowOf(lease))
                        .execute());
    }

    /** Gives a lease back, and has nobody claim the partition until it is told to go on. */
    void stop(Lease lease, String error) {
        group.store()
                .withDsl(dsl -> dsl.update(SUBSCRIPTIONS)
                        .setNull(SUBSCRIPTIONS.OWNER)
                        .setNull(SUBSCRIPTIONS.LEASED_UNTIL)
                        .set(SUBSCRIPTIONS.STOPPED_AT, ServerClock.now())
                        .set(SUBSCRIPTIONS.LAST_ERROR, error)
                        .where(group.isRowOf(lease))
                        .execute());
    }

    /** Notes an error that the partition tries to get over; null that it got over it. */
    void note(Lease lease, @Nullable String error) {
        group.store()
                .withDsl(dsl -> dsl.update(SUBSCRIPTIONS)
                        .set(SUBSCRIPTIONS.LAST_ERROR, error)
                        .where(group.isRowOf(lease))
                        .execute());
    }

    /** This member lives no longer. */
    void leave() {
        group.store()
                .withDsl(dsl -> dsl.deleteFrom(SUBSCRIPTION_MEMBERS)
                        .where(SUBSCRIPTION_MEMBERS.SUBSCRIPTION.eq(group.name()))
                        .and(SUBSCRIPTION_MEMBERS.MEMBER.eq(group.member()))
                        .execute());
    }

    /** A partition as a heartbeat found it, and how many members live. */
    record Beat(int partition, boolean mine, long token, boolean renewed, boolean claimable, int members) {}

    /**
     * The heartbeat, one statement: this member lives, those leases go on, and how does everything stand?
     *
     * <p>The row of a partition may be locked by the transaction of its own batch, or by somebody who claims it. It is left
     * out, not waited for: while it is locked nobody else can claim it, and the batch renews the lease itself.
     */
    List<Beat> beat(Collection<Lease> leases) {
        var alive = name("alive")
                .as(DSL.insertInto(
                                SUBSCRIPTION_MEMBERS,
                                SUBSCRIPTION_MEMBERS.SUBSCRIPTION,
                                SUBSCRIPTION_MEMBERS.MEMBER,
                                SUBSCRIPTION_MEMBERS.ALIVE_UNTIL)
                        .values(val(group.name()), val(group.member()), ServerClock.in(group.lease()))
                        .onConflict(SUBSCRIPTION_MEMBERS.SUBSCRIPTION, SUBSCRIPTION_MEMBERS.MEMBER)
                        .doUpdate()
                        .set(SUBSCRIPTION_MEMBERS.ALIVE_UNTIL, excluded(SUBSCRIPTION_MEMBERS.ALIVE_UNTIL))
                        .returningResult(SUBSCRIPTION_MEMBERS.MEMBER));
        var mine = name("mine")
                .as(select(SUBSCRIPTIONS.PARTITION)
                        .from(SUBSCRIPTIONS)
                        .where(SUBSCRIPTIONS.NAME.eq(group.name()))
                        .and(SUBSCRIPTIONS.OWNER.eq(group.member()))
                        .and(isOneOf(leases))
                        .forNoKeyUpdate()
                        .skipLocked());
        var renewed = name("renewed")
                .as(DSL.update(SUBSCRIPTIONS)
                        .set(SUBSCRIPTIONS.LEASED_UNTIL, ServerClock.in(group.lease()))
                        .where(SUBSCRIPTIONS.NAME.eq(group.name()))
                        .and(SUBSCRIPTIONS.PARTITION.in(
                                select(mine.field(SUBSCRIPTIONS.PARTITION)).from(mine)))
                        .returningResult(SUBSCRIPTIONS.PARTITION));
        var others = DSL.selectCount()
                .from(SUBSCRIPTION_MEMBERS)
                .where(SUBSCRIPTION_MEMBERS.SUBSCRIPTION.eq(group.name()))
                .and(SUBSCRIPTION_MEMBERS.MEMBER.ne(group.member()))
                .and(SUBSCRIPTION_MEMBERS.ALIVE_UNTIL.gt(ServerClock.now()));
        var renewedPartition = renewed.field(SUBSCRIPTIONS.PARTITION);
        return group.store()
                .withDsl(dsl -> dsl.with(alive)
                        .with(mine)
                        .with(renewed)
                        .select(
                                SUBSCRIPTIONS.PARTITION,
                                SUBSCRIPTIONS.OWNER,
                                SUBSCRIPTIONS.TOKEN,
                                renewedPartition,
                                DSL.field(isClaimable()),
                                DSL.field(others))
                        .from(SUBSCRIPTIONS)
                        .leftJoin(renewed)
                        .on(SUBSCRIPTIONS.PARTITION.eq(renewedPartition))
                        .where(SUBSCRIPTIONS.NAME.eq(group.name()))
                        .fetch(found -> new Beat(
                                found.value1(),
                                group.member().equals(found.value2()),
                                found.value3(),
                                found.value4() != null,
                                Boolean.TRUE.equals(found.value5()),
                                found.value6() + 1)));
    }

    private static Condition isOneOf(Collection<Lease> leases) {
        return leases.isEmpty()
                ? DSL.falseCondition()
                : row(SUBSCRIPTIONS.PARTITION, SUBSCRIPTIONS.TOKEN)
                        .in(leases.stream()
                                .map(lease -> row(lease.partition(), lease.token()))
                                .toList());
    }

    /** Forgets members that have not been alive for long. */
    void bury() {
        group.store()
                .withDsl(dsl -> dsl.deleteFrom(SUBSCRIPTION_MEMBERS)
                        .where(SUBSCRIPTION_MEMBERS.SUBSCRIPTION.eq(group.name()))
                        .and(SUBSCRIPTION_MEMBERS.ALIVE_UNTIL.lt(
                                ServerClock.ago(group.lease().multipliedBy(10))))
                        .execute());
    }
}
