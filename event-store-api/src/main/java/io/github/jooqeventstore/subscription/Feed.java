package io.github.jooqeventstore.subscription;

import io.github.jooqeventstore.AllPage;
import io.github.jooqeventstore.AllSlice;
import io.github.jooqeventstore.EventStore;
import java.util.List;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The pages of a partition; while they are full, one is read ahead while the one before is being handled. */
final class Feed implements AutoCloseable {

    private final EventStore store;
    private final AllSlice slice;
    private @Nullable Ahead ahead;

    Feed(EventStore store, AllSlice slice) {
        this.store = store;
        this.slice = slice;
    }

    /** The page behind that position. */
    AllPage page(long after) throws InterruptedException {
        Ahead reading = ahead;
        if (reading != null) {
            AllPage page = reading.position == after ? reading.take() : null;
            if (page != null && isFull(page)) {
                return page;
            }
            close();
            if (page != null) {
                return page;
            }
        }
        return store.readAll(slice.after(after));
    }

    /** Has the pages behind that position read meanwhile. */
    void readAhead(long after) {
        if (ahead == null) {
            Ahead reading = new Ahead(after);
            ahead = reading;
            Thread.ofPlatform().daemon().name("event-store-feed").start(reading);
        }
    }

    boolean isFull(AllPage page) {
        return page.events().size() >= slice.limit();
    }

    /** Gives up what was read ahead. */
    @Override
    public void close() {
        Ahead reading = ahead;
        if (reading != null) {
            ahead = null;
            reading.givenUp = true;
        }
    }

    /**
     * Reads page after page for as long as they are full, each into the hands of whoever asks for it: to one who is waiting it
     * is given in passing, and the next one is asked for before the other has woken up.
     *
     * <p>On a platform thread: a page comes in many small parts, and a virtual thread would be put aside for each.
     */
    private final class Ahead implements Runnable {

        /** Stands for a page that could not be read. */
        private static final AllPage NONE = new AllPage(List.of(), 0);

        private final SynchronousQueue<AllPage> hands = new SynchronousQueue<>();
        private volatile boolean givenUp;
        private long next;
        private long position;

        Ahead(long after) {
            this.next = after;
            this.position = after;
        }

        /** The next page; null if it could not be read: asked for again, whatever is wrong is said then. */
        @Nullable
        AllPage take() throws InterruptedException {
            AllPage page = hands.take();
            position = page.through();
            return page.equals(NONE) ? null : page;
        }

        @Override
        public void run() {
            try {
                AllPage page;
                do {
                    page = read();
                    next = page.through();
                } while (isTaken(page) && isFull(page));
            } catch (InterruptedException e) {
                // Nobody interrupts it but the end of the program.
            }
        }

        private boolean isTaken(AllPage page) throws InterruptedException {
            while (!givenUp) {
                if (hands.offer(page, 1, TimeUnit.SECONDS)) {
                    return true;
                }
            }
            return false;
        }

        private AllPage read() {
            try {
                return store.readAll(slice.after(next));
            } catch (RuntimeException e) {
                return NONE;
            }
        }
    }
}
