package io.github.jooqeventstore.benchmarks;

import io.github.jooqeventstore.AllSlice;
import io.github.jooqeventstore.EventStore;
import io.github.jooqeventstore.RecordedEvent;
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

    static final String READ_ALL = "read-all";

    /** Who sees all events. */
    @Param({READ_ALL, "subscription"})
    public String contender = "";

    /** How many events are stored. */
    @Param("200000")
    public int stored;

    private Database database;
    private EventStore store;
    private Subscriptions subscriptions;

    /** Fills the store, in the first round. */
    @Setup
    public void start() throws SQLException {
        database = GeneratedStore.open("generated_" + stored, stored);
        store = database.store();
        subscriptions = Subscriptions.of(store);
    }

    /** Ends what the subscriptions keep running. */
    @TearDown
    public void close() {
        subscriptions.close();
        database.close();
    }

    /** All events: read and dropped, or until a new subscription's handler has seen them. */
    @Benchmark
    public void pass(Blackhole blackhole) throws InterruptedException {
        if (contender.equals(READ_ALL)) {
            try (Stream<RecordedEvent> events = store.readAllLazily(AllSlice.all())) {
                events.limit(stored).forEach(blackhole::consume);
            }
            return;
        }
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
