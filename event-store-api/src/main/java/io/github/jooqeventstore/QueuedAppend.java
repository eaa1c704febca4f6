package io.github.jooqeventstore;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An append in a group: how far it has come, and who is to be told of it. */
final class QueuedAppend {

    enum State {
        /** In the queue; it can be withdrawn. */
        WAITING,
        /** To be sent by its own caller, with others if others wait. */
        LEADING,
        /** Being sent by another caller: it may be written already. */
        SENT,
        /** Written, with a result. */
        WRITTEN,
        /** Not written with the others: its caller sends it alone. */
        ALONE,
        /** Its caller does not wait for it any more. */
        LEFT
    }

    private final StreamAppend append;
    private final List<EncodedEvent> events;
    private final @Nullable Thread caller;
    private final Consumer<QueuedAppend> withoutCaller;
    private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);

    // Both are written before the state that they belong to, and read after it.
    private @Nullable AppendResult result;
    private boolean inDoubt;

    private QueuedAppend(
            StreamAppend append,
            List<EncodedEvent> events,
            @Nullable Thread caller,
            Consumer<QueuedAppend> withoutCaller) {
        this.append = append;
        this.events = events;
        this.caller = caller;
        this.withoutCaller = withoutCaller;
    }

    /** For this thread, which will wait for it. */
    static QueuedAppend ofThisThread(StreamAppend append, List<EncodedEvent> events) {
        return new QueuedAppend(append, events, Thread.currentThread(), unused -> {});
    }

    /** For nobody who waits: a virtual thread begins that work as soon as there is something to do. */
    static QueuedAppend ofNoThread(StreamAppend append, List<EncodedEvent> events, Consumer<QueuedAppend> work) {
        return new QueuedAppend(append, events, null, work);
    }

    StreamAppend append() {
        return append;
    }

    StreamId stream() {
        return append.stream();
    }

    List<EncodedEvent> events() {
        return events;
    }

    long characters() {
        long characters = 0;
        for (EncodedEvent event : events) {
            characters += (long) event.data().length() + event.metadata().length();
        }
        return characters;
    }

    State state() {
        return state.get();
    }

    /** Whether its caller has nothing to do but wait. */
    boolean isUndecided() {
        return switch (state.get()) {
            case WAITING, SENT -> true;
            case LEADING, WRITTEN, ALONE, LEFT -> false;
        };
    }

    /** Goes from one state to another; false if it was not in that state. */
    boolean move(State from, State to) {
        return state.compareAndSet(from, to);
    }

    /** Written where it was sent, unless its caller has left. */
    boolean written(AppendResult where) {
        result = where;
        return move(State.SENT, State.WRITTEN);
    }

    /** To be sent alone, unless its caller has left. */
    boolean alone(boolean mayBeWritten) {
        inDoubt = mayBeWritten;
        return move(State.SENT, State.ALONE);
    }

    AppendResult result() {
        if (result == null) {
            throw new IllegalStateException("append: expected a result, found " + state);
        }
        return result;
    }

    /** Whether it was sent before and nobody knows what became of that. */
    boolean isInDoubt() {
        return inDoubt;
    }

    /** Has its caller look at it; at most once for one that nobody waits for. */
    void wake() {
        if (caller == null) {
            Thread.startVirtualThread(() -> withoutCaller.accept(this));
        } else {
            LockSupport.unpark(caller);
        }
    }
}
