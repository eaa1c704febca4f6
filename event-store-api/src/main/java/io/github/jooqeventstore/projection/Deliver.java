package io.github.jooqeventstore.projection;

import io.github.jooqeventstore.EventStore;
import io.github.jooqeventstore.ProjectionVersionException;
import io.github.jooqeventstore.RecordedEvent;
import io.github.jooqeventstore.subscription.BatchHandler;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Hands batches to the code of a projection, with the tables that its version is to be seen in at this moment.
 *
 * <p>The version is looked up in each transaction, behind the move of the checkpoint: a swap holds the rows of all
 * checkpoints, so that a batch either ends before it or sees what it has decided.
 */
final class Deliver implements BatchHandler {

    private static final System.Logger LOG = System.getLogger(Projections.class.getName());

    private final EventStore store;
    private final Projection projection;
    private final @Nullable NextMapping next;
    private final Passing passing;
    private final Map<Long, List<Runnable>> sideEffects = new ConcurrentHashMap<>();
    private final AtomicLong delivered = new AtomicLong();

    /** {@code next} is null where the version is not to be built, but only to be live. */
    Deliver(EventStore store, Projection projection, @Nullable NextMapping next, Passing passing) {
        this.store = store;
        this.projection = projection;
        this.next = next;
        this.passing = passing;
    }

    /** How many events were handed over in this program, and committed. */
    long delivered() {
        return delivered.get();
    }

    @Override
    public void handle(DSLContext transaction, List<RecordedEvent> events) throws Exception {
        long first = events.getFirst().position();
        sideEffects.remove(first);
        Versions versions = store.in(transaction).withDsl(dsl -> Versions.find(dsl, projection.name()));
        if (versions != null && versions.isLive(projection.version())) {
            ProjectionBatch batch = new ProjectionBatch(transaction, events);
            projection.handler().project(batch);
            if (!batch.sideEffects().isEmpty()) {
                sideEffects.put(first, List.copyOf(batch.sideEffects()));
            }
        } else if (next != null && versions != null && versions.isNext(projection.version())) {
            projection.handler().project(new ProjectionBatch(next.in(transaction), events));
        } else {
            throw new ProjectionVersionException(
                    projection.name(), projection.version(), versions == null ? "none" : versions.toString());
        }
    }

    @Override
    public void committed(List<RecordedEvent> events) {
        delivered.addAndGet(events.size());
        passing.passed(events.getLast().position());
        List<Runnable> effects = sideEffects.remove(events.getFirst().position());
        if (effects != null) {
            effects.forEach(this::run);
        }
    }

    private void run(Runnable sideEffect) {
        try {
            sideEffect.run();
        } catch (RuntimeException e) {
            LOG.log(
                    Level.WARNING,
                    "projection " + projection.name() + ": expected a side effect to return, found "
                            + e.getClass().getName());
        }
    }
}
