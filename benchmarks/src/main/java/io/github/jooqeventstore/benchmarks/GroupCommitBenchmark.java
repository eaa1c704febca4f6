package io.github.jooqeventstore.benchmarks;

import io.github.jooqeventstore.benchmarks.contender.Contender;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What do many callers on virtual threads reach, each with one event at a time, when their appends are written together,
 * beside each by itself, beside a plain INSERT and beside other event stores? Each caller appends ten times to a stream, then
 * begins another.
 *
 * <pre>mvn -q compile exec:exec -pl benchmarks -am -Pbenchmarks,peers -Dbenchmarks=GroupCommit</pre>
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@State(Scope.Benchmark)
public class GroupCommitBenchmark {

    private static final int APPENDS = 3_840;
    private static final int APPENDS_PER_STREAM = 10;

    /** Who appends. */
    @Param({
        Contenders.JDBC,
        Contenders.EVENT_STORE,
        Contenders.GROUP_COMMIT,
        Contenders.AXON_4,
        Contenders.ESSENTIALS,
        Contenders.PEKKO,
        Contenders.MESSAGE_DB
    })
    public String contender = "";

    /** How many append at the same time. */
    @Param({"8", "64"})
    public int callers;

    private Contender appending;

    /** Empties its tables. */
    @Setup
    public void start() throws Exception {
        appending = Contenders.empty(contender);
    }

    /** Lets its connections go. */
    @TearDown
    public void close() {
        appending.close();
    }

    /** The appends of all callers; an operation is one of them. */
    @Benchmark
    @OperationsPerInvocation(APPENDS)
    public void append() throws Exception {
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> futures = new ArrayList<>();
            for (int caller = 0; caller < callers; caller++) {
                futures.add(executor.submit(() -> {
                    String stream = "";
                    for (int i = 0; i < APPENDS / callers; i++) {
                        if (i % APPENDS_PER_STREAM == 0) {
                            stream = "order-" + UUID.randomUUID();
                        }
                        appending.append(stream, i % APPENDS_PER_STREAM, 1);
                    }
                    return null;
                }));
            }
            for (Future<?> future : futures) {
                future.get();
            }
        }
    }
}
