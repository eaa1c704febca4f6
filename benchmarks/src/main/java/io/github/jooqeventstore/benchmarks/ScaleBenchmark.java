package io.github.jooqeventstore.benchmarks;

import io.github.jooqeventstore.EventFilter;
import io.github.jooqeventstore.EventQuery;
import io.github.jooqeventstore.EventStore;
import io.github.jooqeventstore.ExpectedVersion;
import io.github.jooqeventstore.StreamId;
import java.sql.SQLException;
import java.util.UUID;
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
import org.openjdk.jmh.annotations.TearDown;

/**
 * Does an append, the load of a stream of 50 events or the query of 100 events of a rare type cost more when the store has
 * 10,000,000 events than when it has 100,000? Filling the large one takes minutes and about 12 GB.
 *
 * <pre>mvn -q compile exec:exec -pl benchmarks -am -Pbenchmarks -Dbenchmarks=Scale</pre>
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@State(Scope.Benchmark)
public class ScaleBenchmark {

    static final String SMALL = "at 100000";
    static final String LARGE = "at 10000000";

    /** At how many events. */
    @Param({SMALL, LARGE})
    public String contender = "";

    /** What is done. */
    @Param({"append", "load", "rare type"})
    public String what = "";

    /** By what the numbers of events are divided, to see it run. */
    @Param("1")
    public int divided;

    private int stored;
    private Database database;
    private EventStore store;

    /** Fills the store, in the first round. */
    @Setup
    public void start() throws SQLException {
        stored = Integer.parseInt(contender.replaceAll("\\D", "")) / divided;
        database = GeneratedStore.open("scale_" + stored, stored);
        store = database.store();
    }

    /** Lets its connections go. */
    @TearDown
    public void close() {
        database.close();
    }

    /** One operation. */
    @Benchmark
    public Object operation() {
        return switch (what) {
            case "append" ->
                store.append(StreamId.of("scale", UUID.randomUUID()), ExpectedVersion.noStream(), SampleEvents.list(1));
            case "load" ->
                store.load(StreamId.of(
                        "order",
                        ThreadLocalRandom.current().nextInt(Math.max(1, stored / GeneratedStore.EVENTS_PER_STREAM))));
            default ->
                store.query(EventQuery.where(EventFilter.ofTypes(GeneratedStore.RARE_TYPE))
                        .limit(GeneratedStore.RARE_EVENTS));
        };
    }
}
