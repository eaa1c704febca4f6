package io.github.jooqeventstore;

import io.github.jooqeventstore.CallListener.Call;
import io.github.jooqeventstore.CallListener.Outcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * Appends and reads of a store as Micrometer's meters: the timers {@code event.store.append}, {@code event.store.import} and
 * {@code event.store.load} by {@code outcome} ({@code done}, {@code conflict}, {@code refused}, {@code failed}: see
 * {@link CallListener.Outcome}), and the counters {@code event.store.append.events}, {@code event.store.import.events} and
 * {@code event.store.load.events}. What {@code load} is about says the tag {@code read}: {@code stream}, {@code query} or
 * {@code all}.
 *
 * <p>Timers have buckets from 5 ms to 5 s. A call costs a look at a clock, a timer and a counter. To be bound once for a store
 * and all that are derived from it; {@link #close()} ends the counting. Needs {@code io.micrometer:micrometer-core} on the class
 * path.
 */
public final class EventStoreMeters implements MeterBinder, AutoCloseable {

    private static final Duration[] BOUNDS = {
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5)
    };

    private final EventStore store;
    private final List<AppendListener.Registration> listening = new CopyOnWriteArrayList<>();

    private EventStoreMeters(EventStore store) {
        this.store = store;
    }

    /** The meters of that store, and of all that are derived from it with {@code in}. */
    public static EventStoreMeters of(EventStore store) {
        return new EventStoreMeters(InvalidInputException.requirePresent("event store meters", "store", store));
    }

    /** Meters are there from now on, with 0: what has never happened can be told from what is not measured. */
    @Override
    public void bindTo(MeterRegistry registry) {
        Map<Call, Meters> meters = new EnumMap<>(Call.class);
        for (Call call : Call.values()) {
            meters.put(call, Meters.of(call, registry));
        }
        listening.add(store.onCall((call, outcome, events, nanos) ->
                Objects.requireNonNull(meters.get(call)).record(outcome, events, nanos)));
    }

    /** Counts no more; meters stay as they are. */
    @Override
    public void close() {
        listening.forEach(AppendListener.Registration::close);
    }

    /** The meters of one kind of call. */
    private record Meters(Map<Outcome, Timer> timers, Counter events) {

        static Meters of(Call call, MeterRegistry registry) {
            String name = "event.store." + name(call);
            Map<Outcome, Timer> timers = new EnumMap<>(Outcome.class);
            for (Outcome outcome : Outcome.values()) {
                timers.put(
                        outcome,
                        Timer.builder(name)
                                .description("Calls by what came of them.")
                                .tags(tags(call).and("outcome", outcome.name().toLowerCase(Locale.ROOT)))
                                .serviceLevelObjectives(BOUNDS)
                                .register(registry));
            }
            return new Meters(
                    timers,
                    Counter.builder(name + ".events")
                            .description("Events that were written or read.")
                            .baseUnit("events")
                            .tags(tags(call))
                            .register(registry));
        }

        void record(Outcome outcome, long count, long nanos) {
            Objects.requireNonNull(timers.get(outcome)).record(nanos, TimeUnit.NANOSECONDS);
            events.increment((double) count);
        }
    }

    private static String name(Call call) {
        return switch (call) {
            case APPEND -> "append";
            case IMPORT -> "import";
            case LOAD, QUERY, READ_ALL -> "load";
        };
    }

    private static Tags tags(Call call) {
        return switch (call) {
            case APPEND, IMPORT -> Tags.empty();
            case LOAD -> Tags.of("read", "stream");
            case QUERY -> Tags.of("read", "query");
            case READ_ALL -> Tags.of("read", "all");
        };
    }
}
