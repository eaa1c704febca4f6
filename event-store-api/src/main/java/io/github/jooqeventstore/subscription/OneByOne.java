package io.github.jooqeventstore.subscription;

import io.github.jooqeventstore.RecordedEvent;
import java.util.List;

/** Hands over events one by one; the checkpoint follows later. */
final class OneByOne implements Delivery {

    private final EventHandler handler;
    private final Assignment assignment;
    private final Handling handling;
    private final Attempts attempts;
    private final Progress progress;
    private final ParkedStreams parked;

    OneByOne(
            EventHandler handler,
            Assignment assignment,
            Handling handling,
            Attempts attempts,
            Progress progress,
            ParkedStreams parked) {
        this.handler = handler;
        this.assignment = assignment;
        this.handling = handling;
        this.attempts = attempts;
        this.progress = progress;
        this.parked = parked;
    }

    @Override
    public void deliver(List<RecordedEvent> events, Checkpoint end) {
        for (RecordedEvent event : events) {
            assignment.requireGoingOn();
            if (!parked.queue(event)) {
                deliver(event);
            }
            progress.done(event);
            progress.saveInTime();
        }
        progress.done(end);
    }

    private void deliver(RecordedEvent event) {
        Attempts.Outcome outcome = attempts.run(() -> handling.run(() -> handler.handle(event), false));
        if (outcome.verdict() == Attempts.Verdict.PARK) {
            parked.park(event, outcome);
        }
    }

    @Override
    public void replay(RecordedEvent event) {
        handling.run(() -> handler.handle(event), false);
        parked.replayed(event);
    }
}
