package io.github.jooqeventstore.operations.store;

import static io.github.jooqeventstore.schema.Tables.SUBSCRIPTIONS;

import io.github.jooqeventstore.AllSlice;
import io.github.jooqeventstore.EventFilter;
import io.github.jooqeventstore.EventStore;
import io.github.jooqeventstore.Horizon;
import io.github.jooqeventstore.operations.DatabaseTarget;
import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsDatabase;
import io.github.jooqeventstore.operations.OperationsException;
import io.github.jooqeventstore.operations.Progress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Estimates how long a replay takes, from a sample that is read the way a subscription reads. */
public final class ReplayEstimation {
    private static final double NANOS_PER_SECOND = 1e9;

    private ReplayEstimation() {}

    /**
     * What would be replayed, and how much of it is read to know.
     *
     * @param types the types of events that are handed over; empty: all
     * @param partitions into how many partitions the streams are divided
     * @param handler how long the handler takes for an event; null: not said
     * @param events how many events are read at most, give or take a page in each place
     * @param time how long is read at most, give or take a page in each place
     */
    public record Options(
            List<String> types, int partitions, @Nullable Duration handler, long events, Duration time) {
        /** Copies; at least one partition and one event. */
        public Options {
            types = List.copyOf(types);
            if (partitions < 1 || events < 1) {
                throw new OperationsException(
                        ExitCode.USAGE,
                        "replay: expected one partition and one event or more, found " + partitions + " and " + events);
            }
        }

        /** {@return everything, in one partition, from 100,000 events or ten seconds} */
        public static Options defaults() {
            return new Options(List.of(), 1, null, 100_000, Duration.ofSeconds(10));
        }

        private EventFilter filter() {
            EventFilter all = EventFilter.everything();
            EventFilter some = types.isEmpty() ? all : EventFilter.ofTypes(types);
            // One that everybody passes would be sent as a filter, and cost what a filter costs.
            return partitions == 1 ? some : some.and(EventFilter.ofPartition(0, partitions));
        }
    }

    /**
     * {@return the number of partitions of a subscription or projection}
     *
     * @param name a subscription's, or a projection's without its version
     * @throws OperationsException with {@link ExitCode#USAGE} when it was never started
     */
    public static int partitions(DatabaseTarget target, String name) {
        try (var database = OperationsDatabase.open(target)) {
            // Of a projection's versions the one that was begun last.
            return database.dsl()
                    .select(SUBSCRIPTIONS.NAME, SUBSCRIPTIONS.PARTITIONS)
                    .from(SUBSCRIPTIONS)
                    .where(SUBSCRIPTIONS.NAME.eq(name).or(SUBSCRIPTIONS.NAME.startsWith(name + "@")))
                    .orderBy(SUBSCRIPTIONS.UPDATED_AT.desc())
                    .limit(1)
                    .fetchOptional(SUBSCRIPTIONS.PARTITIONS)
                    .orElseThrow(() -> new OperationsException(
                            ExitCode.USAGE,
                            "subscription " + name
                                    + ": expected to have been started once, found none; store lag shows all"));
        }
    }

    /** {@return the estimate} Reads only; other programs feel it as they feel a subscription that catches up. */
    public static ReplayEstimate measure(DatabaseTarget target, Options options, Progress progress) {
        try (var database = OperationsDatabase.open(target)) {
            EventStore store = EventStore.using(database.dsl());
            Horizon horizon = Finality.settled(store);
            // Where an open transaction hides what is final, the pages themselves tell how far they may be read.
            long through = horizon.finalPosition() == 0 ? horizon.headPosition() : horizon.finalPosition();
            ReplaySample sample = new ReplaySample(store, AllSlice.where(options.filter()), through)
                    .read(options.events(), options.time(), progress);
            return estimate(sample, through, options);
        }
    }

    private static ReplayEstimate estimate(ReplaySample sample, long through, Options options) {
        double seconds = sample.seconds();
        Duration handler = options.handler();
        Double handling = handler == null ? null : sample.events() * (handler.toNanos() / NANOS_PER_SECOND);
        return new ReplayEstimate(
                through,
                sample.events() * options.partitions(),
                options.partitions(),
                seconds == 0 ? 0 : Math.round(sample.events() / seconds),
                seconds,
                sample.slowestSeconds(),
                handling,
                handling == null ? seconds : Math.max(seconds, handling),
                sample.measured(),
                leftOut(options));
    }

    private static List<String> leftOut(Options options) {
        List<String> leftOut = new ArrayList<>();
        if (options.handler() == null) {
            leftOut.add("the handler's own work: where it takes longer than reading, it decides; name its time for an"
                    + " event");
        }
        leftOut.add("the commit of each batch and its checkpoint");
        leftOut.add("turning JSON into the classes of the application");
        leftOut.add("a cache that is colder, or a server that is busier, than during this sample");
        if (options.partitions() > 1) {
            leftOut.add("what " + options.partitions() + " partitions that read at the same time cost each other");
        }
        return leftOut;
    }
}
