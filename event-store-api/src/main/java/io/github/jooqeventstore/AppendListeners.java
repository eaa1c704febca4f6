package io.github.jooqeventstore;

import java.util.List;

/** Those who want to know of appends, shared by a store and all that are derived from it. */
final class AppendListeners {

    private final Listeners<AppendListener> registered = new Listeners<>("append listener");

    AppendListener.Registration add(AppendListener listener) {
        return registered.add(listener);
    }

    void tell(List<AppendResult> results, boolean committed) {
        if (!registered.areAbsent()) {
            tell(results.stream().mapToLong(AppendResult::lastPosition).max().orElse(0), committed);
        }
    }

    void tell(long last, boolean committed) {
        registered.tell(listener -> listener.appended(last, committed));
    }
}
