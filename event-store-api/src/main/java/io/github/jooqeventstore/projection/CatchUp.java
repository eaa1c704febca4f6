package io.github.jooqeventstore.projection;

import static io.github.jooqeventstore.schema.Tables.EVENTS;

import io.github.jooqeventstore.EventFilter;
import io.github.jooqeventstore.EventQuery;
import io.github.jooqeventstore.EventStore;
import io.github.jooqeventstore.RebuildRefusedException;
import io.github.jooqeventstore.RecordedEvent;
import java.time.Duration;
import java.util.List;
import org.jooq.DSLContext;

/** The last events of a rebuild, handed over in the transaction that swaps. */
final class CatchUp {

    /** The live projection waits meanwhile. */
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private final EventStore store;
    private final Projection projection;
    private final DSLContext next;
    private final long end = System.nanoTime() + LONGEST.toNanos();

    /**
     * Makes it.
     *
     * @param store in the transaction
     * @param projection whose code is called
     * @param next the transaction with the tables that are being built
     */
    CatchUp(EventStore store, Projection projection, DSLContext next) {
        this.store = store;
        this.projection = projection;
        this.next = next;
    }

    /** @throws NotReadyException if that takes too long */
    void run(Checkpoints.Row from, long through) {
        EventFilter filter = projection
                .definition()
                .filter()
                .and(EventFilter.ofPartition(from.partition(), from.partitions()))
                .and(EventFilter.matching(EVENTS.POSITION.le(through)));
        int batch = projection.definition().batchSize();
        long after = from.position();
        while (after < through) {
            List<RecordedEvent> events =
                    store.query(EventQuery.where(filter).from(after + 1).limit(batch));
            if (!events.isEmpty()) {
                project(events);
            }
            after = events.size() < batch ? through : events.getLast().position();
            if (System.nanoTime() > end) {
                throw new NotReadyException();
            }
        }
    }

    private void project(List<RecordedEvent> events) {
        try {
            projection.handler().project(new ProjectionBatch(next, events));
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new RebuildRefusedException(
                    projection.name(),
                    "its code to take the last events",
                    e.getClass().getName());
        }
    }

    /** It is to be tried again when there is less left to do. */
    static final class NotReadyException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        NotReadyException() {
            super("catch-up: expected to be done within " + LONGEST + ", found more events");
        }
    }
}
