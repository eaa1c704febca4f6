package io.github.jooqeventstore.example;

import io.github.jooqeventstore.AppendResult;
import io.github.jooqeventstore.EventQuery;
import io.github.jooqeventstore.EventStore;
import io.github.jooqeventstore.ProjectionBehindException;
import io.github.jooqeventstore.RecordedEvent;
import io.github.jooqeventstore.projection.Projections;
import io.github.jooqeventstore.projection.RunningProjection;
import io.github.jooqeventstore.subscription.Subscriptions;
import java.time.Duration;
import java.util.List;

/** Keeps the table of churn current for as long as it is open: each append through the store wakes it. */
final class LiveChurn implements AutoCloseable {

    /** A program that was killed keeps its partition for so long, and the next one waits for it. */
    private static final Duration LEASE = Duration.ofSeconds(2);

    /** Events of years may be there that nobody has counted yet. */
    private static final Duration PATIENCE = Duration.ofHours(1);

    private final EventStore store;
    private final Subscriptions subscriptions;
    private final RunningProjection running;

    private LiveChurn(EventStore store, Subscriptions subscriptions) {
        this.store = store;
        this.subscriptions = subscriptions;
        this.running = Projections.of(store, subscriptions).start(ChurnProjection.CHURN);
    }

    /** Goes on where it was left, by whichever program. */
    static LiveChurn start(EventStore store) {
        Subscriptions subscriptions = Subscriptions.builder(store).lease(LEASE).build();
        try {
            return new LiveChurn(store, subscriptions);
        } catch (RuntimeException e) {
            subscriptions.close();
            throw e;
        }
    }

    /**
     * Waits until the table shows everything that is stored now, whoever has appended it: also what a program that was
     * killed has left uncounted.
     *
     * @throws ProjectionBehindException when an error has stopped it
     */
    void awaitCurrent() {
        EventQuery last = EventQuery.where(ChurnProjection.CHURN.definition().filter())
                .newestFirst()
                .limit(1);
        store.query(last).forEach(event -> running.waitFor(append(event), PATIENCE));
    }

    private static AppendResult append(RecordedEvent event) {
        return new AppendResult(event.stream(), event.version(), event.version(), List.of(event.position()), false);
    }

    @Override
    public void close() {
        subscriptions.close();
    }
}
