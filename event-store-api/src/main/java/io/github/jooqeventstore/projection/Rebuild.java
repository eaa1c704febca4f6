package io.github.jooqeventstore.projection;

import io.github.jooqeventstore.EventStore;
import io.github.jooqeventstore.RebuildRefusedException;
import io.github.jooqeventstore.projection.RebuildProgress.State;
import io.github.jooqeventstore.subscription.PartitionStatus;
import io.github.jooqeventstore.subscription.Subscription;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A version of a projection that is being built beside the one that is live.
 *
 * <p>What it has come to is in the database: after the end of the program, or of several that build together, asking
 * {@link Projections#rebuild} again goes on from there. Safe for use by many threads.
 */
public final class Rebuild implements AutoCloseable {

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final EventStore store;
    private final Projections projections;
    private final Projection projection;
    private final Subscription subscription;
    private final Deliver deliver;
    private final long begun = System.nanoTime();
    private final long firstPositions;

    Rebuild(
            EventStore store,
            Projections projections,
            Projection projection,
            Subscription subscription,
            Deliver deliver) {
        this.store = store;
        this.projections = projections;
        this.projection = projection;
        this.subscription = subscription;
        this.deliver = deliver;
        this.firstPositions = sum(subscription.status());
    }

    private static long sum(List<PartitionStatus> partitions) {
        return partitions.stream().mapToLong(PartitionStatus::position).sum();
    }

    /** What is being built. */
    public Projection projection() {
        return projection;
    }

    Subscription subscription() {
        return subscription;
    }

    /** How each of its partitions stands. */
    public List<PartitionStatus> status() {
        return subscription.status();
    }

    /** How far it has come. */
    public RebuildProgress progress() {
        List<PartitionStatus> partitions = subscription.status();
        double seconds = (System.nanoTime() - begun) / 1e9;
        long done = deliver.delivered();
        @Nullable String error = null;
        long position = Long.MAX_VALUE;
        long head = 0;
        long behind = 0;
        for (PartitionStatus partition : partitions) {
            position = Math.min(position, partition.position());
            head = Math.max(head, partition.position() + partition.lagInEvents());
            behind += partition.lagInEvents();
            error = error == null ? partition.lastError() : error;
        }
        return new RebuildProgress(
                state(partitions),
                done,
                position,
                head,
                done / seconds,
                timeLeft(behind, (sum(partitions) - firstPositions) / seconds),
                error);
    }

    private static @Nullable Duration timeLeft(long behind, double positionsPerSecond) {
        if (behind == 0) {
            return Duration.ZERO;
        }
        return positionsPerSecond <= 0 ? null : Duration.ofMillis(Math.round(1_000 * behind / positionsPerSecond));
    }

    private State state(List<PartitionStatus> partitions) {
        Versions versions = store.withDsl(dsl -> Versions.find(dsl, projection.name()));
        if (versions != null && versions.isLive(projection.version())) {
            return State.SWAPPED;
        }
        if (versions == null || !versions.isNext(projection.version())) {
            return State.CANCELLED;
        }
        if (partitions.stream().anyMatch(partition -> partition.state() == PartitionStatus.State.STOPPED)) {
            return State.STOPPED;
        }
        long near = projection.definition().batchSize();
        return partitions.stream().allMatch(partition -> partition.lagInEvents() <= near)
                ? State.CAUGHT_UP
                : State.BUILDING;
    }

    /**
     * Waits until it follows the store.
     *
     * @return whether it does
     * @throws RebuildRefusedException if it has stopped or was cancelled
     */
    public boolean awaitCaughtUp(Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            RebuildProgress progress = progress();
            switch (progress.state()) {
                case CAUGHT_UP, SWAPPED -> {
                    return true;
                }
                case STOPPED, CANCELLED ->
                    throw new RebuildRefusedException(
                            projection.name(),
                            "version " + projection.version() + " to be built on",
                            "it " + (progress.state() == State.STOPPED ? "stopped" : "cancelled")
                                    + (progress.lastError() == null ? "" : " by " + progress.lastError()));
                case BUILDING -> {
                    if (System.nanoTime() > end || Thread.currentThread().isInterrupted()) {
                        return false;
                    }
                    LockSupport.parkNanos(LOOK_NANOS);
                }
            }
        }
    }

    /**
     * Makes it the live version, in one transaction: the last events up to where the live version stands are handed over, then
     * the tables change names, and from the commit on everybody reads and writes the new ones. Readers wait for the change of
     * names alone, a fraction of a second: where the tables are in use for longer, it steps back and tries again. The version
     * that was live is kept in tables {@code …__previous}, which are not followed any more; programs that run it wait.
     *
     * @param patience how long to wait until it has caught up and the tables can be had
     * @return the version that runs on in this program, live now; close it instead of this
     * @throws RebuildRefusedException if it cannot be done; the live version is what it was
     */
    public RunningProjection swap(Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        if (!awaitCaughtUp(patience)) {
            throw new RebuildRefusedException(
                    projection.name(),
                    "to have caught up within " + patience,
                    "it at position " + progress().position());
        }
        new Swap(store, projection).forward(Duration.ofMillis(Math.max(0, (end - System.nanoTime()) / 1_000_000)));
        projections.claimAgain(subscription);
        return new RunningProjection(projections, projection, subscription);
    }

    /** Throws away what was built, and closes. The live version is what it was. */
    public void cancel() {
        subscription.close();
        new Swap(store, projection).cancel(Projections.USUAL_PATIENCE);
    }

    /** Stops building in this program; what was built is kept, to be built on. */
    @Override
    public void close() {
        subscription.close();
    }
}
