package io.github.jooqeventstore.benchmarks;

import io.github.jooqeventstore.EventStore;
import io.github.jooqeventstore.ImportedEvent;
import io.github.jooqeventstore.NewEvent;
import io.github.jooqeventstore.StreamId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
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

/**
 * What does the import of a history cost beside COPY in its binary format into the same tables, heads of streams and events in
 * one transaction, with nothing checked? Streams are new and have 50 events each.
 *
 * <pre>mvn -q compile exec:exec -pl benchmarks -am -Pbenchmarks -Dbenchmarks=Import</pre>
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@State(Scope.Benchmark)
public class ImportBenchmark {

    private static final int EVENTS_PER_STREAM = 50;

    /** Who writes. */
    @Param({Contenders.COPY, Contenders.EVENT_STORE})
    public String contender = "";

    /** How many events the history has. */
    @Param("10000")
    public int events;

    private Database database;
    private BinaryCopy copy;
    private EventStore store;

    /** Empties the tables. */
    @Setup
    public void start() throws Exception {
        Server server = Server.ofThisRun();
        database = new Database(server.emptyDatabase("imported_" + contender.replace('-', '_')));
        database.createTables();
        database.execute("checkpoint");
        copy = new BinaryCopy(database);
        store = database.store();
    }

    /** Lets its connections go. */
    @TearDown
    public void close() {
        database.close();
    }

    /** One history. */
    @Benchmark
    public Object history() throws Exception {
        List<String> streams = new ArrayList<>();
        for (int i = 0; i < events / EVENTS_PER_STREAM; i++) {
            streams.add("order-" + UUID.randomUUID());
        }
        if (contender.equals(Contenders.COPY)) {
            copy.history(streams, EVENTS_PER_STREAM);
            return streams;
        }
        NewEvent event = SampleEvents.list(1).getFirst();
        return store.appendAll(streams.stream().flatMap(stream -> {
            StreamId id = StreamId.of(stream);
            return Stream.generate(() -> ImportedEvent.of(id, another(event))).limit(EVENTS_PER_STREAM);
        }));
    }

    private static NewEvent another(NewEvent event) {
        return event.withId(UUID.randomUUID());
    }
}
