package io.github.jooqeventstore.subscription;

import io.github.jooqeventstore.EventStore;
import io.github.jooqeventstore.RecordedEvent;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The streams that are put aside: what comes of them queues behind, and is delivered when somebody asks for it. */
final class ParkedStreams {

    private static final long REFRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private final Assignment assignment;
    private final ParkedTable table;
    private final EventStore store;
    private Set<String> streams = new HashSet<>();
    private long refreshedAt;

    ParkedStreams(Group group, Assignment assignment) {
        this.assignment = assignment;
        this.table = new ParkedTable(group, assignment.lease());
        this.store = group.store();
    }

    boolean isEmpty() {
        return streams.isEmpty();
    }

    void refresh() {
        streams = new HashSet<>(table.waitingStreams());
        refreshedAt = System.nanoTime();
    }

    /** Puts an event aside if one of its stream waits; whether it did. */
    boolean queue(RecordedEvent event) {
        String stream = event.stream().value();
        if (!streams.contains(stream)) {
            return false;
        }
        if (table.park(event, 0, null, true)) {
            return true;
        }
        assignment.requireGoingOn();
        streams.remove(stream);
        return false;
    }

    /** Those events that none of their stream waits before; the others are put aside. */
    List<RecordedEvent> withoutQueued(List<RecordedEvent> events) {
        return events.stream().filter(event -> !queue(event)).toList();
    }

    /** Puts an event aside that failed. */
    void park(RecordedEvent event, Attempts.Outcome outcome) {
        requireHeld(table.park(event, outcome.attempts(), outcome.error(), false));
        streams.add(event.stream().value());
    }

    void replayed(EventStore where, RecordedEvent event) {
        requireHeld(table.replayed(where, event));
    }

    void replayed(RecordedEvent event) {
        replayed(store, event);
    }

    private void requireHeld(boolean written) {
        if (!written) {
            throw new LeaseLostException(assignment.subject());
        }
    }

    /** Delivers again what somebody has asked for, stream by stream in order; called between pages. */
    void tend(Delivery delivery) {
        if (streams.isEmpty() || System.nanoTime() - refreshedAt < REFRESH_NANOS) {
            return;
        }
        for (List<RecordedEvent> asked = table.replaying(); !asked.isEmpty(); asked = table.replaying()) {
            replay(asked, delivery);
        }
        refresh();
    }

    private void replay(List<RecordedEvent> events, Delivery delivery) {
        Set<String> failed = new HashSet<>();
        for (RecordedEvent event : events) {
            assignment.requireGoingOn();
            if (failed.contains(event.stream().value())) {
                continue;
            }
            try {
                delivery.replay(event);
            } catch (HandlerFailedException e) {
                requireHeld(table.failedAgain(event, String.valueOf(e.getMessage())));
                failed.add(event.stream().value());
            }
        }
    }
}
