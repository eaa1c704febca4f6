package io.github.jooqeventstore.subscription;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongConsumer;

/** Tells those who wait for events that there are some, or may be. */
final class Wakeups {

    private final List<LongConsumer> waiting = new CopyOnWriteArrayList<>();

    void add(LongConsumer listener) {
        waiting.add(listener);
    }

    void remove(LongConsumer listener) {
        waiting.remove(listener);
    }

    /** Events up to that position were appended, or are about to be committed; 0 where that is not known. */
    void wake(long position) {
        waiting.forEach(listener -> listener.accept(position));
    }
}
