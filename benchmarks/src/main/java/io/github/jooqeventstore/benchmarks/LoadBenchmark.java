package io.github.jooqeventstore.benchmarks;

import io.github.jooqeventstore.benchmarks.contender.Contender;
import java.util.Collection;
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
 * What does loading a stream cost beside hand-written JDBC that builds the same objects from the same table, and beside
 * other event stores?
 *
 * <pre>mvn -q compile exec:exec -pl benchmarks -am -Pbenchmarks,peers -Dbenchmarks=Load</pre>
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@State(Scope.Benchmark)
public class LoadBenchmark {

    /** Who loads. */
    @Param({
        Contenders.JDBC,
        Contenders.EVENT_STORE,
        Contenders.EVENT_STORE_LISTENED_TO,
        Contenders.AXON_4,
        Contenders.AXON_5,
        Contenders.ESSENTIALS,
        Contenders.PEKKO,
        Contenders.MESSAGE_DB
    })
    public String contender = "";

    /** How many events a stream has. */
    @Param({"10", "100", "1000"})
    public int events;

    /** How many events are stored in streams of that length. */
    @Param("30000")
    public int stored;

    private Contender loading;

    /** Fills its tables, in the first round. */
    @Setup
    public void start() throws Exception {
        loading = Contenders.filled(contender, Math.max(1, stored / events), events);
    }

    /** Lets its connections go. */
    @TearDown
    public void close() {
        loading.close();
    }

    /** All of one stream. */
    @Benchmark
    public Collection<?> load() throws Exception {
        Collection<?> loaded =
                loading.load(Contenders.stream(ThreadLocalRandom.current().nextInt(Math.max(1, stored / events))));
        if (loaded.size() != events) {
            throw new IllegalStateException("expected " + events + " events, found " + loaded.size());
        }
        return loaded;
    }
}
