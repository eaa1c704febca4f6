package io.github.jooqeventstore.subscription;

import io.github.jooqeventstore.AllPage;
import io.github.jooqeventstore.AllSlice;
import io.github.jooqeventstore.EventStore;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** The pages of a partition; at most one is read ahead while the one before is being handled. */
final class Feed {

    private static final Executor VIRTUAL =
            task -> Thread.ofVirtual().name("event-store-feed").start(task);

    private final EventStore store;
    private final AllSlice slice;
    private @Nullable CompletableFuture<AllPage> ahead;
    private long aheadAfter;

    Feed(EventStore store, AllSlice slice) {
        this.store = store;
        this.slice = slice;
    }

    /** The page behind that position. */
    AllPage page(long after) {
        CompletableFuture<AllPage> waiting = ahead;
        ahead = null;
        if (waiting != null && aheadAfter == after) {
            try {
                return waiting.join();
            } catch (CompletionException e) {
                // Asked for again now: whatever was wrong, it is said then.
                return store.readAll(slice.after(after));
            }
        }
        return store.readAll(slice.after(after));
    }

    /** Has the page behind that position read meanwhile. */
    void readAhead(long after) {
        aheadAfter = after;
        ahead = CompletableFuture.supplyAsync(() -> store.readAll(slice.after(after)), VIRTUAL);
    }

    boolean isFull(AllPage page) {
        return page.events().size() >= slice.limit();
    }
}
