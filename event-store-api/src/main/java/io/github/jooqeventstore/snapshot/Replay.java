package io.github.jooqeventstore.snapshot;

import io.github.jooqeventstore.EventStore;
import io.github.jooqeventstore.InvalidInputException;
import io.github.jooqeventstore.RecordedEvent;
import io.github.jooqeventstore.StreamSlice;
import java.util.Iterator;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/** Folds the events behind a state into it, page by page. */
final class Replay {

    private Replay() {}

    static <S> StreamState<S> from(
            StreamState<S> start,
            long toVersion,
            BiFunction<? super S, ? super RecordedEvent, ? extends S> fold,
            EventStore store) {
        if (start.version() >= toVersion) {
            return start;
        }
        S state = start.state();
        long version = start.version();
        StreamSlice behind = StreamSlice.forward().from(version + 1).limit(toVersion - version);
        try (Stream<RecordedEvent> events = store.loadLazily(start.stream(), behind)) {
            for (Iterator<RecordedEvent> rest = events.iterator(); rest.hasNext(); ) {
                RecordedEvent event = rest.next();
                state = InvalidInputException.requirePresent(
                        "fold of event " + event, "the state after it", fold.apply(state, event));
                version = event.version();
            }
        }
        return new StreamState<>(start.stream(), version, state, version - start.version());
    }
}
