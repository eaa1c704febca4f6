package io.github.jooqeventstore.benchmarks;

import io.github.jooqeventstore.benchmarks.contender.Contender;
import java.util.UUID;
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
 * What does a durable append with an expected version cost beside a plain INSERT (for several events: a JDBC batch) into a
 * table with the same columns and indexes, and beside other event stores? Each thread appends ten times to a stream, then
 * begins another.
 *
 * <pre>mvn -q compile exec:exec -pl benchmarks -am -Pbenchmarks,peers -Dbenchmarks=Append</pre>
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@State(Scope.Benchmark)
public class AppendBenchmark {

    /** Who appends. */
    @Param({
        Contenders.JDBC,
        Contenders.JDBC_SAME_STATEMENT,
        Contenders.COPY,
        Contenders.EVENT_STORE,
        Contenders.EVENT_STORE_LISTENED_TO,
        Contenders.GROUP_COMMIT,
        Contenders.AXON_4,
        Contenders.AXON_5,
        Contenders.ESSENTIALS,
        Contenders.PEKKO,
        Contenders.MESSAGE_DB
    })
    public String contender = "";

    /** How many events one append brings. */
    @Param({"1", "10", "100"})
    public int events;

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

    /** The stream that a thread appends to, and the version that it believes in. */
    @State(Scope.Thread)
    public static class Writer {

        private static final int APPENDS_PER_STREAM = 10;

        private int appends;
        private String stream = "";
        private long version;

        private String next() {
            if (appends++ % APPENDS_PER_STREAM == 0) {
                stream = "order-" + UUID.randomUUID();
                version = 0;
            }
            return stream;
        }
    }

    /** One append. */
    @Benchmark
    public void append(Writer writer) throws Exception {
        appending.append(writer.next(), writer.version, events);
        writer.version += events;
    }
}
