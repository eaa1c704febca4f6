package io.github.jooqeventstore.benchmarks;

import io.github.jooqeventstore.EventStore;
import io.github.jooqeventstore.ExpectedVersion;
import io.github.jooqeventstore.RecordedEvent;
import io.github.jooqeventstore.StreamId;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What does loading a stream cost beside hand-written JDBC that builds the same objects from the same table?
 *
 * <pre>mvn -q compile exec:exec -pl benchmarks -am -Pbenchmarks -Dbenchmarks=Load</pre>
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@State(Scope.Benchmark)
public class LoadBenchmark {

    /** How many events a stream has. */
    @Param({"10", "100", "1000"})
    public int events;

    /** How many events are stored in streams of that length. */
    @Param("100000")
    public int stored;

    private RawJdbc jdbc;
    private EventStore store;
    private EventStore listenedTo;

    /** Starts the server and fills it. */
    @Setup
    public void start() throws SQLException {
        Database database = Database.ofThisFork();
        jdbc = new RawJdbc(database.pool());
        store = database.store();
        listenedTo = database.storeListenedTo();
        if (store.currentVersion(stream(0)).isEmpty()) {
            for (int i = 0; i < stored / events; i++) {
                store.append(stream(i), ExpectedVersion.noStream(), SampleEvent.list(events));
            }
        }
        database.execute("vacuum analyze event_store.events");
    }

    /** The base: hand-written. */
    @Benchmark
    public List<RawJdbc.Row> jdbc() throws SQLException {
        return jdbc.load(anyStream().value());
    }

    /** The event store. */
    @Benchmark
    public List<RecordedEvent> eventStore() {
        return store.load(anyStream());
    }

    /** The event store where an execute listener is configured, as Spring Boot does. */
    @Benchmark
    public List<RecordedEvent> eventStoreListenedTo() {
        return listenedTo.load(anyStream());
    }

    private StreamId anyStream() {
        return stream(ThreadLocalRandom.current().nextInt(stored / events));
    }

    private StreamId stream(int number) {
        return StreamId.of("order-of-" + events, number);
    }
}
