package io.github.jooqeventstore.operations.drill;

import io.github.jooqeventstore.EventStore;
import io.github.jooqeventstore.EventStoreException;
import io.github.jooqeventstore.ExpectedVersion;
import io.github.jooqeventstore.JsonEvent;
import io.github.jooqeventstore.NewEvent;
import io.github.jooqeventstore.StreamId;
import io.github.jooqeventstore.operations.DatabaseTarget;
import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsDatabase;
import io.github.jooqeventstore.operations.OperationsException;
import io.github.jooqeventstore.operations.process.Patience;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;

/** An application: it appends one event after the other and keeps in mind which of them were acknowledged, and when. */
final class DrillWriter implements AutoCloseable {
    static final String TYPE = "DrillEvent";
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    // A commit that waits for a receiver ends with its server alone.
    private static final Duration LAST_ANSWER = Duration.ofSeconds(10);

    /**
     * An event that the store has acknowledged.
     *
     * @param id the event's
     * @param nanos when, by the clock of {@link System#nanoTime()}
     */
    record Acknowledged(UUID id, long nanos) {}

    private final List<Acknowledged> acknowledged = new ArrayList<>();
    private final Thread thread;
    private volatile boolean ended;
    private volatile @Nullable RuntimeException failure;

    private DrillWriter(DatabaseTarget target) {
        this.thread = Thread.ofPlatform().daemon().name("drill writer").unstarted(() -> write(target));
    }

    static DrillWriter start(DatabaseTarget target) {
        DrillWriter writer = new DrillWriter(target);
        writer.thread.start();
        return writer;
    }

    /** {@return an event of a drill: there is nothing in it} */
    static NewEvent event(String type, int number) {
        return NewEvent.of(new JsonEvent(type, "{\"number\": " + number + "}"));
    }

    private void write(DatabaseTarget target) {
        try (var database = OperationsDatabase.open(target)) {
            EventStore store = EventStore.using(database.dsl());
            StreamId stream = StreamId.of("drill", UUID.randomUUID());
            for (int number = 0; !ended; number++) {
                NewEvent event = event(TYPE, number);
                store.append(stream, ExpectedVersion.any(), event);
                synchronized (acknowledged) {
                    acknowledged.add(new Acknowledged(event.id(), System.nanoTime()));
                }
            }
        } catch (EventStoreException | DataAccessException | OperationsException e) {
            // After the failure that is what an application sees, and what was in doubt was not acknowledged.
            failure = e;
        }
    }

    /** Waits for so many more acknowledgements. */
    void await(int more) {
        int goal = count() + more;
        boolean there = Patience.of(PATIENCE).until(() -> count() >= goal || !thread.isAlive());
        if (!there || count() < goal) {
            throw new OperationsException(
                    ExitCode.CHECK_FAILED,
                    "drill: expected " + more + " more events to be acknowledged, found " + (count() - goal + more)
                            + (failure == null ? "" : " and then " + failure.getMessage()),
                    failure);
        }
    }

    private int count() {
        synchronized (acknowledged) {
            return acknowledged.size();
        }
    }

    /** {@return what was acknowledged, in its order, when no more will be} */
    List<Acknowledged> end() {
        close();
        synchronized (acknowledged) {
            return List.copyOf(acknowledged);
        }
    }

    @Override
    public void close() {
        ended = true;
        try {
            thread.join(LAST_ANSWER);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
