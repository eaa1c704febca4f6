package io.github.jooqeventstore.benchmarks;

import io.github.jooqeventstore.EventStore;
import io.github.jooqeventstore.ExpectedVersion;
import io.github.jooqeventstore.StreamId;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;

/**
 * What do many callers on virtual threads reach, each with one event at a time, when their appends are written together,
 * beside each by itself and beside a plain INSERT? The counters are microseconds of CPU, of this program and of the server's
 * processes, and the appends that they were spent on. Each caller appends ten times to a stream, then begins another.
 *
 * <pre>mvn -q compile exec:exec -pl benchmarks -am -Pbenchmarks -Dbenchmarks=GroupCommit</pre>
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@State(Scope.Benchmark)
@Threads(1)
public class GroupCommitBenchmark {

    private static final int APPENDS = 1_280;
    private static final int APPENDS_PER_STREAM = 10;

    /** How many append at the same time. */
    @Param({"8", "64"})
    public int callers;

    private Database database;
    private RawJdbc jdbc;
    private EventStore direct;
    private EventStore together;

    /** Starts the server. */
    @Setup
    public void start() throws SQLException {
        database = Database.ofThisFork();
        jdbc = new RawJdbc(database.pool());
        direct = database.store();
        together = database.storeWithGroupCommit();
    }

    /** What the appends have cost. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Cost {

        /** Microseconds of CPU. */
        public long cpuMicros;

        /** Appends. */
        public long appends;
    }

    /** One append of a caller's. */
    @FunctionalInterface
    private interface Appending {
        void append(StreamId stream, long version) throws SQLException;
    }

    /** The base: no expectation, no head, no result. */
    @Benchmark
    @OperationsPerInvocation(APPENDS)
    public void jdbc(Cost cost) throws Exception {
        run(cost, (stream, version) -> jdbc.append(stream.value(), version, 1));
    }

    /** The event store, each append by itself. */
    @Benchmark
    @OperationsPerInvocation(APPENDS)
    public void eventStore(Cost cost) throws Exception {
        run(cost, (stream, version) -> direct.append(stream, expected(version), SampleEvent.list(1)));
    }

    /** The event store with group commit. */
    @Benchmark
    @OperationsPerInvocation(APPENDS)
    public void groupCommit(Cost cost) throws Exception {
        run(cost, (stream, version) -> together.append(stream, expected(version), SampleEvent.list(1)));
    }

    private static ExpectedVersion expected(long version) {
        return version == 0 ? ExpectedVersion.noStream() : ExpectedVersion.exactly(version);
    }

    private void run(Cost cost, Appending appending) throws Exception {
        long before = CpuTime.micros(database);
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> futures = new ArrayList<>();
            for (int caller = 0; caller < callers; caller++) {
                futures.add(executor.submit(() -> {
                    StreamId stream = StreamId.of("order", UUID.randomUUID());
                    for (int i = 0; i < APPENDS / callers; i++) {
                        if (i % APPENDS_PER_STREAM == 0) {
                            stream = StreamId.of("order", UUID.randomUUID());
                        }
                        appending.append(stream, i % APPENDS_PER_STREAM);
                    }
                    return null;
                }));
            }
            for (Future<?> future : futures) {
                future.get();
            }
        }
        cost.cpuMicros += CpuTime.micros(database) - before;
        cost.appends += APPENDS;
    }
}
