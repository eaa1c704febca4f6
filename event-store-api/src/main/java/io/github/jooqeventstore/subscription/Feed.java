package io.github.jooqeventstore.subscription;

import io.github.jooqeventstore.AllPage;
import io.github.jooqeventstore.AllSlice;
import io.github.jooqeventstore.EventStore;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The pages of a partition; at most one is read ahead while the one before is being handled. */
final class Feed {

    private final EventStore store;
    private final AllSlice slice;

    /**
     * A platform thread, which ends when there is nothing to read ahead for a second: a page comes in many small parts, and a
     * virtual thread would be put aside for each.
     */
    private final Executor reader = new ThreadPoolExecutor(
            0,
            1,
            1,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> Thread.ofPlatform().daemon().name("event-store-feed").unstarted(task));

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
        ahead = CompletableFuture.supplyAsync(() -> store.readAll(slice.after(after)), reader);
    }

    boolean isFull(AllPage page) {
        return page.events().size() >= slice.limit();
    }
}
