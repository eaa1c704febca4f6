package io.github.jooqeventstore.projection;

import io.github.jooqeventstore.AppendResult;
import io.github.jooqeventstore.subscription.PartitionStatus;
import io.github.jooqeventstore.subscription.Subscription;
import java.time.Duration;
import java.util.List;

/**
 * A projection that runs in this program: one member of those who share its partitions.
 *
 * <p>While another version is live it waits, and goes on when its own is live again. Safe for use by many threads.
 */
public final class RunningProjection implements AutoCloseable {

    private final Projections projections;
    private final Projection projection;
    private final Subscription subscription;

    RunningProjection(Projections projections, Projection projection, Subscription subscription) {
        this.projections = projections;
        this.projection = projection;
        this.subscription = subscription;
    }

    /** What runs. */
    public Projection projection() {
        return projection;
    }

    Subscription subscription() {
        return subscription;
    }

    /** How each of its partitions stands; the subscription is called {@code name@version}. */
    public List<PartitionStatus> status() {
        return subscription.status();
    }

    /**
     * Waits until the tables show an append.
     *
     * @see Projections#waitFor(Projection, AppendResult, Duration)
     */
    public void waitFor(AppendResult append, Duration patience) {
        projections.waitFor(projection, append, patience);
    }

    /** Stops after the batch in hand; see {@link Subscription#close()}. */
    @Override
    public void close() {
        subscription.close();
    }
}
