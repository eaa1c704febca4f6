package io.github.jooqeventstore.projection;

import io.github.jooqeventstore.AppendNotVisibleException;
import io.github.jooqeventstore.AppendResult;
import io.github.jooqeventstore.EventStore;
import io.github.jooqeventstore.InvalidInputException;
import io.github.jooqeventstore.ProjectionBehindException;
import io.github.jooqeventstore.ProjectionVersionException;
import io.github.jooqeventstore.RebuildRefusedException;
import io.github.jooqeventstore.subscription.PartitionStatus;
import io.github.jooqeventstore.subscription.Subscription;
import io.github.jooqeventstore.subscription.Subscriptions;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The projections of a store: started, waited for and rebuilt here.
 *
 * <pre>{@code
 * Projections projections = Projections.of(store);
 * RunningProjection running = projections.start(totals);
 * AppendResult placed = store.append(order, noStream(), new OrderPlaced("Ada", amount));
 * running.waitFor(placed, Duration.ofSeconds(2));
 * }</pre>
 *
 * <p><b>Exactly once.</b> A batch of events, what the projection writes for it, and the checkpoint are one transaction.
 * Whenever a program or the server ends, tables and checkpoint agree.
 *
 * <p><b>Rights.</b> To run and to wait the application's role will do ({@code roles.sql}), with rights on its own tables. A
 * rebuild makes, renames and drops tables: it needs their owner's rights, and {@code create} on their schema.
 *
 * <p>The store must be one over a {@link javax.sql.DataSource}, outside transactions, the same that the application appends to.
 * Safe for use by many threads; one for the whole application will do.
 */
public final class Projections implements AutoCloseable {

    static final Duration USUAL_PATIENCE = Duration.ofSeconds(30);

    private static final long CLAIM_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final EventStore store;
    private final Subscriptions subscriptions;
    private final boolean owned;
    private final Map<String, Passing> passings = new ConcurrentHashMap<>();

    private Projections(EventStore store, Subscriptions subscriptions, boolean owned) {
        this.store = InvalidInputException.requirePresent("projections", "store", store);
        this.subscriptions = InvalidInputException.requirePresent("projections", "subscriptions", subscriptions);
        this.owned = owned;
    }

    /** The projections of that store, with subscriptions of their own; no statement is sent yet. */
    public static Projections of(EventStore store) {
        return new Projections(store, Subscriptions.of(store), true);
    }

    /** The same with subscriptions of one's own, to the same store, which stay open when this is closed. */
    public static Projections of(EventStore store, Subscriptions subscriptions) {
        return new Projections(store, subscriptions, false);
    }

    /**
     * Starts a projection, from its checkpoint or from the beginning of the store. The version that is started first is the one
     * that its tables show; another one is to be built ({@link #rebuild}).
     *
     * @throws ProjectionVersionException if another version is live
     * @throws InvalidInputException if this version runs here already, or was begun with other partitions
     * @throws org.jooq.exception.DataAccessException for everything else that the database refuses
     */
    public RunningProjection start(Projection projection) {
        InvalidInputException.requirePresent("projections", "projection", projection);
        Versions versions = Versions.begin(store, projection);
        if (!versions.isLive(projection.version())) {
            throw new ProjectionVersionException(projection.name(), projection.version(), versions.toString());
        }
        Deliver deliver = new Deliver(store, projection, null, passing(projection));
        return new RunningProjection(
                this, projection, subscriptions.startInTransactions(projection.subscription(), deliver));
    }

    /**
     * Waits until a projection shows an append, wherever it runs: until it has handled the events of that stream up to there
     * that its filter holds for. Where it runs in this program one is woken by it, else one looks, up to ten times a second.
     *
     * @param append what {@code append} has returned, once it is committed
     * @param patience how long to wait at most
     * @throws ProjectionBehindException when the time is over; at once when the partition of the stream has stopped, or the
     *     stream was put aside
     * @throws AppendNotVisibleException at once, in the transaction that has appended and is not committed yet, from which
     *     nobody sees the events, and after it was rolled back
     */
    public void waitFor(Projection projection, AppendResult append, Duration patience) {
        InvalidInputException.requirePresent("projections", "projection", projection);
        String subject = "projection " + projection.name();
        InvalidInputException.requirePresent(subject, "append", append);
        InvalidInputException.requirePresent(subject, "patience", patience);
        new ReadYourWrites(store, projection, passing(projection)).await(append, patience);
    }

    /**
     * Begins to build a version beside the one that is live, or goes on where it was left. For each of the projection's tables
     * an empty one is made like it, {@code <table>__next}; the code of the projection fills it from the first event on, led
     * there by jOOQ's table mapping; its partitions work in parallel. Side effects are dropped.
     *
     * <p>What a table made like it would not have is refused: views, foreign keys, triggers and the like.
     *
     * @throws RebuildRefusedException if it cannot be done; the message says what is in the way
     * @throws org.jooq.exception.DataAccessException for everything else that the database refuses, such as a lack of rights
     */
    public Rebuild rebuild(Projection projection) {
        InvalidInputException.requirePresent("projections", "projection", projection);
        NextMapping next = new Prepare(store, projection).run();
        Deliver deliver = new Deliver(store, projection, next, passing(projection));
        Subscription subscription = subscriptions.startInTransactions(projection.subscription(), deliver);
        return new Rebuild(store, this, projection, subscription, deliver);
    }

    /**
     * Leads the tables back to the version that is kept, in one transaction. It goes on from where it stood when it was swapped,
     * so its tables are behind until it has caught up; programs that still run it go on within seconds, others start it. The
     * version that was live is kept as one that is being built: {@link #rebuild} goes on with it.
     *
     * @param projection with the tables to lead back; its version does not matter
     * @throws RebuildRefusedException if no version is kept, or the tables cannot be had
     */
    public void rollBack(Projection projection) {
        swap(projection).back(USUAL_PATIENCE);
    }

    /**
     * Drops the tables of the version that is kept; does nothing if there is none.
     *
     * @throws RebuildRefusedException if the tables cannot be had
     */
    public void dropPrevious(Projection projection) {
        swap(projection).dropPrevious(USUAL_PATIENCE);
    }

    private Swap swap(Projection projection) {
        return new Swap(store, InvalidInputException.requirePresent("projections", "projection", projection));
    }

    private Passing passing(Projection projection) {
        return passings.computeIfAbsent(projection.name(), first -> new Passing());
    }

    /** A swap has moved checkpoints: whoever held them is to notice, and to claim them again, now and not at the next beat. */
    void claimAgain(Subscription subscription) {
        long end = System.nanoTime() + CLAIM_NANOS;
        while (System.nanoTime() < end && subscription.status().stream().anyMatch(Projections::isFree)) {
            subscriptions.resume(subscription.name());
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    private static boolean isFree(PartitionStatus partition) {
        return partition.owner() == null;
    }

    /** Closes the projections that run here, where the subscriptions are its own. */
    @Override
    public void close() {
        if (owned) {
            subscriptions.close();
        }
    }
}
