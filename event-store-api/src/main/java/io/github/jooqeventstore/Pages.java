package io.github.jooqeventstore;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Events page by page, each page asked for when the one before is used up: one page of rows in memory, and between pages
 * neither a connection nor a transaction held.
 */
final class Pages implements Iterator<RecordedEvent> {

    /** Loads so many events at most, from that key on. */
    @FunctionalInterface
    interface Loader {
        List<RecordedEvent> load(long from, long limit);
    }

    private final Loader loader;
    private final ToLongFunction<RecordedEvent> key;
    private final Direction direction;
    private final int pageSize;
    private Iterator<RecordedEvent> page = List.<RecordedEvent>of().iterator();
    private long from;
    private long remaining;
    private boolean more = true;

    private Pages(
            Loader loader,
            ToLongFunction<RecordedEvent> key,
            Direction direction,
            long from,
            long limit,
            int pageSize) {
        this.loader = loader;
        this.key = key;
        this.direction = direction;
        this.from = from;
        this.remaining = limit;
        this.pageSize = pageSize;
    }

    static Stream<RecordedEvent> stream(
            Loader loader,
            ToLongFunction<RecordedEvent> key,
            Direction direction,
            long from,
            long limit,
            int pageSize) {
        Iterator<RecordedEvent> pages = new Pages(loader, key, direction, from, limit, pageSize);
        int characteristics = Spliterator.ORDERED | Spliterator.NONNULL | Spliterator.IMMUTABLE;
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(pages, characteristics), false);
    }

    @Override
    public boolean hasNext() {
        if (page.hasNext()) {
            return true;
        }
        if (more) {
            nextPage();
        }
        return page.hasNext();
    }

    @Override
    public RecordedEvent next() {
        if (!hasNext()) {
            throw new NoSuchElementException("no further event");
        }
        return page.next();
    }

    private void nextPage() {
        page = List.<RecordedEvent>of().iterator();
        long limit = Math.min(pageSize, remaining);
        List<RecordedEvent> events = loader.load(from, limit);
        page = events.iterator();
        remaining -= events.size();
        more = events.size() == limit && remaining > 0;
        if (more) {
            long last = key.applyAsLong(events.getLast());
            from = direction == Direction.FORWARD ? last + 1 : last - 1;
            more = from > 0;
        }
    }
}
