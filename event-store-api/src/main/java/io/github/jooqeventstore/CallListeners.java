package io.github.jooqeventstore;

import io.github.jooqeventstore.CallListener.Call;
import io.github.jooqeventstore.CallListener.Outcome;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/** Those who want to know how calls end, shared by a store and all that are derived from it. While there are none, no clock is read. */
final class CallListeners {

    private final Listeners<CallListener> registered = new Listeners<>("call listener");

    AppendListener.Registration add(CallListener listener) {
        return registered.add(listener);
    }

    /** Does what was called for, and tells how that ended. */
    <T> T told(Call call, Supplier<T> work, ToLongFunction<? super T> events) {
        if (registered.areAbsent()) {
            return work.get();
        }
        long begun = System.nanoTime();
        T result;
        try {
            result = work.get();
        } catch (Throwable e) {
            tell(call, outcome(e), 0, begun);
            throw e;
        }
        tell(call, Outcome.DONE, events.applyAsLong(result), begun);
        return result;
    }

    /** The same for what ends later. */
    <T> CompletableFuture<T> toldLater(
            Call call, Supplier<CompletableFuture<T>> work, ToLongFunction<? super T> events) {
        if (registered.areAbsent()) {
            return work.get();
        }
        long begun = System.nanoTime();
        CompletableFuture<T> future;
        try {
            future = work.get();
        } catch (Throwable e) {
            tell(call, outcome(e), 0, begun);
            throw e;
        }
        CompletableFuture<T> unused = future.whenComplete((result, thrown) -> {
            if (thrown == null) {
                tell(call, Outcome.DONE, events.applyAsLong(result), begun);
            } else if (!future.isCancelled()) {
                tell(call, outcome(thrown), 0, begun);
            }
        });
        return future;
    }

    private void tell(Call call, Outcome outcome, long events, long begun) {
        long nanos = System.nanoTime() - begun;
        registered.tell(listener -> listener.ended(call, outcome, events, nanos));
    }

    private static Outcome outcome(Throwable thrown) {
        if (thrown instanceof WrongExpectedVersionException || thrown instanceof TransactionConflictException) {
            return Outcome.CONFLICT;
        }
        return thrown instanceof InvalidInputException
                        || thrown instanceof StreamArchivedException
                        || thrown instanceof EventIdAlreadyUsedException
                        || thrown instanceof UnknownEventTypeException
                        || thrown instanceof EventSerializationException
                ? Outcome.REFUSED
                : Outcome.FAILED;
    }
}
