package io.github.jooqeventstore.subscription;

import io.github.jooqeventstore.InvalidInputException;
import io.github.jooqeventstore.subscription.PartitionStatus.State;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ToDoubleFunction;

/**
 * The state of a running subscription as Micrometer's gauges, for each partition: {@code event.store.subscription.lag} in
 * seconds, {@code event.store.subscription.lag.events}, {@code event.store.subscription.position} and
 * {@code event.store.subscription.stopped} (1 where an error has stopped it). Tags: {@code subscription}, {@code partition}.
 *
 * <p>The database is asked once in five seconds at most, however many gauges are read and how often; a gauge says NaN while it
 * does not answer. Needs {@code io.micrometer:micrometer-core} on the class path.
 */
public final class SubscriptionMeters implements MeterBinder {

    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final double NANOS_PER_SECOND = 1e9;

    private final Subscription subscription;
    private final ReentrantLock lock = new ReentrantLock();
    private List<PartitionStatus> partitions = List.of();
    private long readAt;
    private boolean read;

    private SubscriptionMeters(Subscription subscription) {
        this.subscription = subscription;
    }

    /** The meters of that subscription. */
    public static SubscriptionMeters of(Subscription subscription) {
        return new SubscriptionMeters(
                InvalidInputException.requirePresent("subscription meters", "subscription", subscription));
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (int partition = 0; partition < subscription.partitions(); partition++) {
            bind(registry, partition, "lag", "seconds", status -> seconds(status.lag()));
            bind(registry, partition, "lag.events", "events", PartitionStatus::lagInEvents);
            bind(registry, partition, "position", "events", PartitionStatus::position);
            bind(registry, partition, "stopped", "", status -> status.state() == State.STOPPED ? 1 : 0);
        }
    }

    private static double seconds(Duration lag) {
        return lag.toNanos() / NANOS_PER_SECOND;
    }

    private void bind(
            MeterRegistry registry, int partition, String what, String unit, ToDoubleFunction<PartitionStatus> value) {
        Gauge.builder("event.store.subscription." + what, this, meters -> meters.read(partition, value))
                .tag("subscription", subscription.name())
                .tag("partition", Integer.toString(partition))
                .baseUnit(unit.isEmpty() ? null : unit)
                .register(registry);
    }

    private double read(int partition, ToDoubleFunction<PartitionStatus> value) {
        return fresh().stream()
                .filter(status -> status.partition() == partition)
                .mapToDouble(value)
                .findFirst()
                .orElse(Double.NaN);
    }

    private List<PartitionStatus> fresh() {
        lock.lock();
        try {
            if (!read || System.nanoTime() - readAt > FRESH_NANOS) {
                partitions = ask();
                read = true;
                readAt = System.nanoTime();
            }
            return partitions;
        } finally {
            lock.unlock();
        }
    }

    private List<PartitionStatus> ask() {
        try {
            return subscription.status();
        } catch (RuntimeException e) {
            // A meter that throws is left out by the registry, which says less than NaN.
            return List.of();
        }
    }
}
