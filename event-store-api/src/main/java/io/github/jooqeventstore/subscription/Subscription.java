package io.github.jooqeventstore.subscription;

import io.github.jooqeventstore.subscription.PartitionStatus.State;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/**
 * A subscription that runs in this program: one member of those who share its partitions.
 *
 * <p>Safe for use by many threads.
 */
public final class Subscription implements AutoCloseable {

    private final Group group;
    private final LeaseTable leases;
    private final Crew crew;
    private final Membership membership;
    private final Thread heart;
    private final Thread watch;
    private final Wakeups wakeups;
    private final LongConsumer wakeup;
    private final Runnable onClose;
    private volatile boolean closed;

    Subscription(Group group, Handler handler, Wakeups wakeups, Runnable onClose) {
        this.group = group;
        this.leases = new LeaseTable(group);
        this.crew = new Crew(group, leases, handler);
        this.membership = new Membership(group, leases, crew);
        this.wakeups = wakeups;
        this.wakeup = crew::wake;
        this.onClose = onClose;
        this.heart =
                Thread.ofVirtual().name("event-store-heartbeat-" + group.name()).unstarted(membership);
        this.watch =
                Thread.ofVirtual().name("event-store-watch-" + group.name()).unstarted(this::watch);
    }

    Subscription begin() {
        wakeups.add(wakeup);
        heart.start();
        watch.start();
        return this;
    }

    /** Its name. */
    public String name() {
        return group.name();
    }

    /** The name of this program among those who share the partitions. */
    public String member() {
        return group.member();
    }

    int partitions() {
        return group.definition().partitions();
    }

    /**
     * How each partition stands, in the order of their numbers: also those that others work on.
     *
     * @throws org.jooq.exception.DataAccessException if the database refuses to say
     */
    public List<PartitionStatus> status() {
        return new SubscriptionTable(group.store())
                .status(group.name()).stream().map(this::asTheWorkerKnows).toList();
    }

    private PartitionStatus asTheWorkerKnows(PartitionStatus row) {
        Assignment assignment = crew.assignment(row.partition());
        if (assignment == null || row.state() == State.STOPPED) {
            return row;
        }
        return new PartitionStatus(
                row.subscription(),
                row.partition(),
                assignment.state(),
                row.position(),
                row.checkpoint(),
                row.lagInEvents(),
                row.lag(),
                assignment.error(),
                row.owner(),
                row.since());
    }

    /**
     * Stops after the event in hand, writes the checkpoints down and gives the partitions back. Waits for that, for as long as
     * the handler may take; doing it again does nothing.
     */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        membership.leave();
        try {
            crew.leave(group.definition().handlerTimeout().plus(group.lease()).toNanos());
            membership.end();
            heart.join(group.lease());
            leases.leave();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            // Cut off: leases and membership end by themselves.
        } finally {
            membership.end();
            wakeups.remove(wakeup);
            onClose.run();
        }
    }

    void hurry() {
        membership.hurry();
        crew.wake(0);
    }

    private void watch() {
        Duration shorter = group.definition().handlerTimeout().compareTo(group.lease()) < 0
                ? group.definition().handlerTimeout()
                : group.lease();
        long nanos = Math.min(shorter.toNanos() / 10, TimeUnit.MILLISECONDS.toNanos(250));
        Duration pause = Duration.ofNanos(Math.max(nanos, TimeUnit.MILLISECONDS.toNanos(1)));
        try {
            while (!heart.join(pause)) {
                crew.watch();
            }
        } catch (InterruptedException e) {
            // Nobody interrupts it but the end of the program.
        }
    }
}
