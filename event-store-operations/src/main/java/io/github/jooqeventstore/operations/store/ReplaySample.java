package io.github.jooqeventstore.operations.store;

import io.github.jooqeventstore.AllPage;
import io.github.jooqeventstore.AllSlice;
import io.github.jooqeventstore.EventStore;
import io.github.jooqeventstore.operations.Progress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Reads in places that are spread evenly over the history, a bounded time and a bounded number of events. */
final class ReplaySample {
    private static final int PLACES = 10;
    private static final double NANOS_PER_SECOND = 1e9;

    /**
     * A part of the history, and what of it was read.
     *
     * @param positions how many positions were gone through
     * @param remaining how many of the part were not
     * @param events how many events there were
     * @param nanos how long it took
     */
    private record Part(long positions, long remaining, long events, long nanos) {
        /** How much longer the whole part takes than what was read of it. */
        double scale() {
            return 1 + (double) remaining / positions;
        }
    }

    private final EventStore store;
    private final AllSlice slice;
    private final long through;
    private final List<Part> parts = new ArrayList<>();

    ReplaySample(EventStore store, AllSlice slice, long through) {
        this.store = store;
        this.slice = slice;
        this.through = through;
    }

    /** The first page is read twice: what a connection, a plan and this program cost once is not the rate. */
    ReplaySample read(long events, Duration time, Progress progress) {
        store.readAll(slice);
        long reached = 0;
        for (int place = 0; place < PLACES; place++) {
            long from = Math.max(reached, share(place));
            long end = share(place + 1);
            if (from < end) {
                reached = read(from, end, Math.max(1, events / PLACES), time.toNanos() / PLACES);
            }
            progress.at("places", place + 1L, PLACES);
        }
        return this;
    }

    private long share(int place) {
        return Math.round((double) through / PLACES * place);
    }

    private long read(long from, long end, long mostEvents, long mostNanos) {
        long begun = System.nanoTime();
        long position = from;
        long events = 0;
        boolean further = true;
        while (further) {
            AllPage page = store.readAll(slice.after(position));
            events += page.events().size();
            further = page.through() > position
                    && page.through() < end
                    && events < mostEvents
                    && System.nanoTime() - begun < mostNanos;
            position = page.through();
        }
        if (position > from) {
            parts.add(new Part(position - from, Math.max(0, end - position), events, System.nanoTime() - begun));
        }
        return position;
    }

    ReplayEstimate.Sample measured() {
        return new ReplayEstimate.Sample(
                parts.size(),
                parts.stream().mapToLong(Part::events).sum(),
                parts.stream().mapToLong(Part::positions).sum(),
                seconds(parts.stream().mapToLong(Part::nanos).sum()));
    }

    /** Each part by its own rate: a stretch of large events, or a gap, says nothing about the others. */
    double seconds() {
        return parts.stream()
                .mapToDouble(part -> seconds(part.nanos()) * part.scale())
                .sum();
    }

    double slowestSeconds() {
        return parts.stream()
                .mapToDouble(part -> seconds(part.nanos()) / part.positions() * through)
                .max()
                .orElse(0);
    }

    long events() {
        return Math.round(
                parts.stream().mapToDouble(part -> part.events() * part.scale()).sum());
    }

    private static double seconds(long nanos) {
        return nanos / NANOS_PER_SECOND;
    }
}
