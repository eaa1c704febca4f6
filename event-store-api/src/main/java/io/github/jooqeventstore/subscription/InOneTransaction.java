package io.github.jooqeventstore.subscription;

import io.github.jooqeventstore.EventStore;
import io.github.jooqeventstore.RecordedEvent;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jooq.DSLContext;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Hands over a page in the transaction that moves the checkpoint: the checkpoint first, which keeps everybody else away, then
 * the handler. Where a page fails for good, its events are handed over one by one.
 */
final class InOneTransaction implements Delivery {

    private static final System.Logger LOG = System.getLogger(Subscriptions.class.getName());

    private final BatchHandler handler;
    private final Group group;
    private final Handling handling;
    private final Attempts attempts;
    private final Progress progress;
    private final ParkedStreams parked;
    private final Duration longestIdle;

    InOneTransaction(
            BatchHandler handler,
            Group group,
            Handling handling,
            Attempts attempts,
            Progress progress,
            ParkedStreams parked) {
        this.handler = handler;
        this.group = group;
        this.handling = handling;
        this.attempts = attempts;
        this.progress = progress;
        this.parked = parked;
        Duration timeout = group.definition().handlerTimeout();
        this.longestIdle = timeout.compareTo(group.lease()) > 0 ? timeout : group.lease();
    }

    @Override
    public void deliver(List<RecordedEvent> events, Checkpoint end) {
        List<RecordedEvent> going = parked.isEmpty() ? events : parked.withoutQueued(events);
        if (going.isEmpty()) {
            progress.done(end);
            return;
        }
        Attempts.Outcome outcome = attempts.run(() -> transact(going, end));
        if (outcome.verdict() != Attempts.Verdict.HANDLED) {
            if (going.size() == 1) {
                settle(going.getFirst(), outcome);
            } else {
                oneByOne(going);
            }
            progress.done(end);
        }
    }

    /** At most one of them fails for itself, as a rule; the others are not to suffer for it. */
    private void oneByOne(List<RecordedEvent> events) {
        for (RecordedEvent event : events) {
            if (!parked.queue(event)) {
                Attempts.Outcome outcome = attempts.run(() -> transact(List.of(event), progress.after(event)));
                settle(event, outcome);
            }
            progress.done(event);
        }
    }

    private void settle(RecordedEvent event, Attempts.Outcome outcome) {
        if (outcome.verdict() == Attempts.Verdict.PARK) {
            parked.park(event, outcome);
        }
    }

    private void transact(List<RecordedEvent> events, Checkpoint end) {
        inTransaction(tx -> progress.move(tx, end), events);
        progress.saved(end);
    }

    @Override
    public void replay(RecordedEvent event) {
        inTransaction(
                tx -> {
                    progress.fence(tx);
                    parked.replayed(tx, event);
                },
                List.of(event));
    }

    /** First what keeps others away, then the handler. */
    private void inTransaction(Consumer<EventStore> first, List<RecordedEvent> events) {
        boolean[] handled = {false};
        try {
            group.store().<@Nullable Void>transactionResult(tx -> {
                EventStore store = group.store().in(tx);
                store.withDsl(this::limitIdleness);
                first.accept(store);
                handling.run(() -> handle(tx.dsl(), events), true);
                handled[0] = true;
                return null;
            });
        } catch (DataAccessException e) {
            if (handled[0] && !Errors.isOfTheMoment(e)) {
                // What the handler has written was refused at the commit, by a constraint that is checked then.
                throw new HandlerFailedException(Errors.shown(e));
            }
            throw e;
        }
        try {
            handler.committed(events);
        } catch (RuntimeException e) {
            LOG.log(
                    Level.WARNING,
                    "batch handler: expected to return, found " + e.getClass().getName());
        }
    }

    /** A commit behind an error that the handler has hidden would roll back without a word: what follows it tells. */
    private void handle(DSLContext transaction, List<RecordedEvent> events) throws Exception {
        handler.handle(transaction, events);
        transaction.selectOne().fetch();
    }

    /** The row of the partition must not stay locked by a program that was stopped in the middle. */
    private @Nullable Object limitIdleness(DSLContext dsl) {
        return dsl.select(DSL.function(
                        "set_config",
                        String.class,
                        DSL.inline("idle_in_transaction_session_timeout"),
                        DSL.val(longestIdle.toMillis() + "ms"),
                        DSL.inline(true)))
                .fetchOne();
    }
}
