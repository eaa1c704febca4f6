package io.github.jooqeventstore;

import io.github.jooqeventstore.QueuedAppend.State;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Appends of callers who come at the same time, written by one statement and one commit.
 *
 * <p>It has no thread of its own: one of the callers leads, sends what has gathered, hands each its result, and passes the lead
 * on. Whatever the statement does not write, because it is refused or because the statement fails as a whole, its own caller
 * sends again alone, and is told what every append is told.
 */
final class GroupCommit {

    private final Database database;
    private final Refusal refusal;
    private final AppendListeners listeners;
    private final EventCodec codec;
    private final long patience;
    private final AppendQueue queue;

    GroupCommit(
            Database database,
            Refusal refusal,
            AppendListeners listeners,
            EventCodec codec,
            GroupCommitOptions options) {
        this.database = database;
        this.refusal = refusal;
        this.listeners = listeners;
        this.codec = codec;
        this.patience = options.patience().toNanos();
        this.queue = new AppendQueue(options);
    }

    AppendResult append(StreamAppend append, List<EncodedEvent> events) {
        QueuedAppend queued = QueuedAppend.ofThisThread(append, events);
        queue.add(queued);
        await(queued);
        return outcome(queued);
    }

    /** Waits for room alone; the future is completed by a virtual thread, so whoever waits for it holds up nobody. */
    CompletableFuture<AppendResult> appendAsync(StreamAppend append, List<EncodedEvent> events) {
        CompletableFuture<AppendResult> future = new CompletableFuture<>();
        QueuedAppend queued = QueuedAppend.ofNoThread(append, events, due -> complete(future, due));
        queue.add(queued);
        CompletableFuture<AppendResult> unused = future.whenComplete((result, thrown) -> {
            if (future.isCancelled()) {
                queue.withdraw(queued);
            }
        });
        return future;
    }

    /** How many appends wait to be sent. */
    int waiting() {
        return queue.waiting();
    }

    private void complete(CompletableFuture<AppendResult> future, QueuedAppend queued) {
        try {
            future.complete(outcome(queued));
        } catch (Throwable e) {
            future.completeExceptionally(e);
        }
    }

    /** Returns when there is something to do for the one who waits, or throws because it waits no longer. */
    private void await(QueuedAppend queued) {
        long end = System.nanoTime() + patience;
        boolean interrupted = false;
        try {
            while (queued.isUndecided()) {
                if (queued.state() == State.WAITING) {
                    LockSupport.parkNanos(this, Math.max(1, end - System.nanoTime()));
                } else {
                    LockSupport.park(this);
                }
                if (Thread.interrupted()) {
                    interrupted = true;
                    leave(queued);
                }
                if (end - System.nanoTime() <= 0 && queue.withdraw(queued)) {
                    throw new AppendWithdrawnException(
                            queued.stream(), "it waiting behind others for " + patience / 1_000_000 + " ms");
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void leave(QueuedAppend queued) {
        if (queue.withdraw(queued)) {
            throw new AppendWithdrawnException(queued.stream(), "the thread interrupted while it waited for its turn");
        }
        if (queued.move(State.SENT, State.LEFT)) {
            throw new AppendOutcomeUnknownException(
                    List.of(queued.append()), "the thread interrupted while another sent the append", null);
        }
    }

    private AppendResult outcome(QueuedAppend queued) {
        return switch (queued.state()) {
            case LEADING -> lead(queued);
            case WRITTEN -> told(queued.result());
            case ALONE -> sendAlone(queued);
            case WAITING, SENT, LEFT ->
                throw new IllegalStateException("append: expected to be decided, found " + queued.state());
        };
    }

    /** By the thread that appends, as everywhere. */
    private AppendResult told(AppendResult result) {
        listeners.tell(List.of(result), true);
        return result;
    }

    private AppendResult lead(QueuedAppend leader) {
        List<QueuedAppend> batch = List.of(leader);
        try {
            queue.gather();
            batch = queue.batch(leader);
            if (batch.size() == 1) {
                return sendAlone(leader);
            }
            leader.move(State.LEADING, State.SENT);
            sendTogether(leader, batch);
        } finally {
            queue.resign(batch.size());
        }
        return outcome(leader);
    }

    /**
     * An interrupt of the one who leads is none of the others' business: it is kept for later. On a virtual thread one that
     * comes while the statement is under way costs the connection, and is dealt with as any lost connection.
     */
    private void sendTogether(QueuedAppend leader, List<QueuedAppend> batch) {
        boolean interrupted = Thread.interrupted();
        Sending sending = new Sending(batch);
        try {
            sending.send();
        } finally {
            sending.handBack(leader);
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** One statement for several appends, and what becomes of each. */
    private final class Sending {

        private final List<QueuedAppend> batch;
        private List<@Nullable AppendResult> results = List.of();

        /** Whether the server may have written what it has not answered for. */
        private boolean inDoubt;

        Sending(List<QueuedAppend> batch) {
            this.batch = batch;
        }

        void send() {
            SeveralAppends appends = new SeveralAppends(
                    database,
                    batch.stream().map(QueuedAppend::append).toList(),
                    batch.stream().map(QueuedAppend::events).toList());
            try {
                results = database.withConnection(connection -> {
                    database.commitsByItself(connection); // or it throws
                    inDoubt = true;
                    List<@Nullable AppendResult> written = appends.writeEach(connection);
                    inDoubt = false;
                    return written;
                });
            } catch (RuntimeException | Error e) {
                // Each will find out alone. An error of the server's has undone the statement; whatever else it is, a
                // lost
                // connection or a listener of the caller's, may have come after the commit.
                inDoubt &= Failures.causeOf(e) == null || Failures.isConnectionLost(e);
            }
        }

        void handBack(QueuedAppend leader) {
            List<QueuedAppend> done = new ArrayList<>(batch.size());
            for (int i = 0; i < batch.size(); i++) {
                AppendResult result = results.isEmpty() ? null : results.get(i);
                QueuedAppend each = batch.get(i);
                if (result != null) {
                    each.written(result);
                    done.add(each);
                } else if (!each.alone(inDoubt)) {
                    done.add(each);
                }
            }
            // First, so that those who are woken find their streams free.
            queue.release(done);
            batch.stream().filter(each -> each != leader).forEach(QueuedAppend::wake);
        }
    }

    private AppendResult sendAlone(QueuedAppend queued) {
        try {
            return new Append(database, queued.append(), queued.events())
                    .run(database, refusal, listeners, InlineProjections.NONE, codec)
                    .getFirst();
        } catch (AppendOutcomeUnknownException e) {
            throw e;
        } catch (RuntimeException e) {
            if (queued.isInDoubt() && !isFinal(queued.append(), e)) {
                throw new AppendOutcomeUnknownException(List.of(queued.append()), e);
            }
            throw e;
        } finally {
            queue.release(List.of(queued));
        }
    }

    /** Whether a refusal holds also for a statement that the server may still have before it: versions only ever rise. */
    private static boolean isFinal(StreamAppend append, RuntimeException thrown) {
        if (thrown instanceof EventIdAlreadyUsedException) {
            return true;
        }
        if (!(thrown instanceof WrongExpectedVersionException wrong)
                || wrong.found().isEmpty()) {
            return false;
        }
        return switch (append.expected()) {
            case ExpectedVersion.NoStream none -> true;
            case ExpectedVersion.Exactly exactly -> wrong.found().getAsLong() > exactly.version();
            case ExpectedVersion.StreamExists some -> false;
            case ExpectedVersion.Any any -> false;
        };
    }
}
