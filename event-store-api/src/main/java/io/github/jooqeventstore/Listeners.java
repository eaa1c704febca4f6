package io.github.jooqeventstore;

import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Those who want to be told of something; nothing that one of them throws reaches whoever tells. */
final class Listeners<L> {

    private static final System.Logger LOG = System.getLogger(EventStore.class.getName());

    /** What is registered, told apart from another registration of the same listener. */
    private record Registered<T>(T listener, Object identity) {}

    private final List<Registered<L>> registered = new CopyOnWriteArrayList<>();
    private final String kind;

    Listeners(String kind) {
        this.kind = kind;
    }

    AppendListener.Registration add(L listener) {
        Registered<L> added = new Registered<>(listener, new Object());
        registered.add(added);
        return () -> registered.remove(added);
    }

    boolean areAbsent() {
        return registered.isEmpty();
    }

    void tell(Consumer<? super L> message) {
        for (Registered<L> each : registered) {
            tell(each.listener(), message);
        }
    }

    /** What is told of has happened: nothing that a listener throws may make it look as if it had failed. */
    private void tell(L listener, Consumer<? super L> message) {
        try {
            message.accept(listener);
        } catch (Throwable e) {
            LOG.log(
                    Level.WARNING,
                    kind + ": expected to return, found " + e.getClass().getName(),
                    e);
        }
    }
}
