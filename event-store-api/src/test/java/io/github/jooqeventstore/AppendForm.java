package io.github.jooqeventstore;

import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** The forms that the statement of an append takes: what is proved for one must be proved for all. */
enum AppendForm {
    ONE_EVENT_BY_ITSELF(1, false),
    SEVERAL_EVENTS_BY_THEMSELVES(3, false),
    ONE_EVENT_IN_A_TRANSACTION(1, true),
    SEVERAL_EVENTS_IN_A_TRANSACTION(3, true);

    /** How many events an append has. */
    final int size;

    private final boolean inTransaction;

    AppendForm(int size, boolean inTransaction) {
        this.size = size;
        this.inTransaction = inTransaction;
    }

    List<NewEvent> events() {
        return IntStream.rangeClosed(1, size)
                .mapToObj(n -> NewEvent.of(new JsonEvent("counted", "{\"n\": " + n + "}")))
                .toList();
    }

    AppendResult append(DSLContext dsl, StreamId stream, ExpectedVersion expected, List<NewEvent> events) {
        return run(dsl, store -> store.append(stream, expected, events));
    }

    /** A refusal is thrown behind the commit, so that whatever the refused append had written would be there. */
    <T> T run(DSLContext dsl, Function<EventStore, T> work) {
        if (!inTransaction) {
            return work.apply(EventStore.using(dsl));
        }
        Outcome<T> outcome = dsl.transactionResult(tx -> outcomeOf(work, EventStore.using(tx.dsl())));
        if (outcome.refusal() != null) {
            throw outcome.refusal();
        }
        return outcome.result();
    }

    private record Outcome<T extends @Nullable Object>(
            T result, @Nullable EventStoreException refusal) {}

    @SuppressWarnings("NullAway") // the result is only taken where there is no refusal
    private static <T> Outcome<T> outcomeOf(Function<EventStore, T> work, EventStore store) {
        try {
            return new Outcome<>(work.apply(store), null);
        } catch (EventStoreException e) {
            return new Outcome<>(null, e);
        }
    }
}
