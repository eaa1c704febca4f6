package io.github.jooqeventstore.benchmarks;

import io.github.jooqeventstore.AllSlice;
import io.github.jooqeventstore.EventStore;
import io.github.jooqeventstore.ExpectedVersion;
import io.github.jooqeventstore.RecordedEvent;
import io.github.jooqeventstore.StreamId;
import io.github.jooqeventstore.subscription.Subscription;
import io.github.jooqeventstore.subscription.SubscriptionDefinition;
import io.github.jooqeventstore.subscription.Subscriptions;
import java.sql.SQLException;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Blackhole;

/**
 * What does catching up from the beginning cost beside reading all events? Operations are whole passes over what is stored.
 *
 * <pre>mvn -q compile exec:exec -pl benchmarks -am -Pbenchmarks -Dbenchmarks=Subscription</pre>
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@State(Scope.Benchmark)
public class SubscriptionBenchmark {

    private static final int EVENTS_PER_STREAM = 100;

    /** How many events are stored. */
    @Param("1000000")
    public int stored;

    private EventStore store;
    private Subscriptions subscriptions;

    /** Starts the server and fills it. */
    @Setup
    public void start() throws SQLException {
        Database database = Database.ofThisFork();
        store = database.store();
        subscriptions = Subscriptions.of(store);
        for (int i = 0; i < stored / EVENTS_PER_STREAM; i++) {
            StreamId stream = StreamId.of("subscribed", i);
            if (store.currentVersion(stream).isEmpty()) {
                store.append(stream, ExpectedVersion.noStream(), SampleEvent.list(EVENTS_PER_STREAM));
            }
        }
        database.execute("vacuum analyze event_store.events");
    }

    /** Ends what the subscriptions keep running. */
    @TearDown
    public void close() {
        subscriptions.close();
    }

    /** The base: all events, read and dropped. */
    @Benchmark
    public void readAll(Blackhole blackhole) {
        try (Stream<RecordedEvent> events = store.readAllLazily(AllSlice.all())) {
            events.limit(stored).forEach(blackhole::consume);
        }
    }

    /** A new subscription, until its handler has seen them all. */
    @Benchmark
    public void subscription(Blackhole blackhole) throws InterruptedException {
        CountDownLatch left = new CountDownLatch(stored);
        SubscriptionDefinition definition = SubscriptionDefinition.named("catch-up-" + UUID.randomUUID());
        try (Subscription running = subscriptions.start(definition, event -> {
            blackhole.consume(event);
            left.countDown();
        })) {
            left.await();
            blackhole.consume(running);
        }
    }
}
