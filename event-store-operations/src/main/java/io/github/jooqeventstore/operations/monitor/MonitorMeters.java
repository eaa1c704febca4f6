package io.github.jooqeventstore.operations.monitor;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The figures of a monitor as meters of Micrometer's, for a program that has a registry: under the names that {@code monitor
 * serve} gives them, so that the alert rules and the dashboard hold for both.
 *
 * <p>They are measured at even intervals by a thread of its own, whoever reads them and how often. To be bound in one program
 * for a store, and not beside the meters of subscriptions and projections of the same registry, which say the same of
 * themselves. Needs {@code io.micrometer:micrometer-core} on the class path.
 */
public final class MonitorMeters implements MeterBinder, AutoCloseable {
    private final Monitor monitor;
    private final Duration interval;
    private final List<Thread> threads = new ArrayList<>();

    private MonitorMeters(Monitor monitor, Duration interval) {
        this.monitor = monitor;
        this.interval = interval;
    }

    /**
     * {@return the meters of that monitor}
     *
     * @param monitor what is measured
     * @param interval how often; 15 seconds is usual
     */
    public static MonitorMeters of(Monitor monitor, Duration interval) {
        return new MonitorMeters(monitor, interval);
    }

    /** Measures once, and from then on at intervals until {@link #close()}. */
    @Override
    public synchronized void bindTo(MeterRegistry registry) {
        MeterBoard board = new MeterBoard(registry);
        board.show(figures());
        threads.add(Thread.ofVirtual().name("event-store-monitor-meters").start(() -> repeat(board)));
    }

    private void repeat(MeterBoard board) {
        try {
            while (true) {
                Thread.sleep(interval);
                List<Figure> figures = figures();
                if (Thread.interrupted()) {
                    return;
                }
                board.show(figures);
            }
        } catch (InterruptedException e) {
            // That is how it is ended.
        }
    }

    private List<Figure> figures() {
        try {
            return monitor.read().figures();
        } catch (RuntimeException e) {
            // Nothing is known, and that is told as when nobody answers.
            return List.of(new Figure(Monitor.UP, Map.of(), 0));
        }
    }

    /** Measures no more; meters keep what was measured last. */
    @Override
    public synchronized void close() {
        threads.forEach(Thread::interrupt);
        threads.clear();
    }
}
