package io.github.jooqeventstore;

import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Those who want to know of appends, shared by a store and all that are derived from it. */
final class AppendListeners {

    private static final System.Logger LOG = System.getLogger(EventStore.class.getName());

    /** What is registered, told apart from another registration of the same listener. */
    private record Registered(AppendListener listener, Object identity) {}

    private final List<Registered> registered = new CopyOnWriteArrayList<>();

    AppendListener.Registration add(AppendListener listener) {
        Registered added = new Registered(listener, new Object());
        registered.add(added);
        return () -> registered.remove(added);
    }

    void tell(List<AppendResult> results, boolean committed) {
        if (!registered.isEmpty()) {
            tell(results.stream().mapToLong(AppendResult::lastPosition).max().orElse(0), committed);
        }
    }

    void tell(long last, boolean committed) {
        for (Registered each : registered) {
            tell(each.listener(), last, committed);
        }
    }

    /** The events are written: nothing that a listener throws may make the append look as if it had failed. */
    private static void tell(AppendListener listener, long last, boolean committed) {
        try {
            listener.appended(last, committed);
        } catch (Throwable e) {
            LOG.log(
                    Level.WARNING,
                    "append listener: expected to return, found " + e.getClass().getName(),
                    e);
        }
    }
}
