package io.github.jooqeventstore.benchmarks;

import io.github.jooqeventstore.AppendResult;
import io.github.jooqeventstore.EventStore;
import io.github.jooqeventstore.ExpectedVersion;
import io.github.jooqeventstore.StreamId;
import java.sql.SQLException;
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

/**
 * What does a durable append with an expected version cost beside a plain INSERT (for several events: a JDBC batch) into a
 * table with the same columns and indexes? Each thread appends ten times to a stream, then begins another.
 *
 * <pre>mvn -q compile exec:exec -pl benchmarks -am -Pbenchmarks -Dbenchmarks=Append</pre>
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@State(Scope.Benchmark)
public class AppendBenchmark {

    /** How many events one append brings. */
    @Param({"1", "10", "100"})
    public int events;

    private RawJdbc jdbc;
    private EventStore store;
    private EventStore listenedTo;

    /** Starts the server. */
    @Setup
    public void start() throws SQLException {
        Database database = Database.ofThisFork();
        jdbc = new RawJdbc(database.pool());
        store = database.store();
        listenedTo = database.storeListenedTo();
    }

    /** The stream that a thread appends to, and the version that it believes in. */
    @State(Scope.Thread)
    public static class Writer {

        private static final int APPENDS_PER_STREAM = 10;

        private int appends;
        private StreamId stream = StreamId.of("order", UUID.randomUUID());
        private long version;

        private StreamId next() {
            if (appends++ == APPENDS_PER_STREAM) {
                appends = 1;
                stream = StreamId.of("order", UUID.randomUUID());
                version = 0;
            }
            return stream;
        }

        private ExpectedVersion expected() {
            return version == 0 ? ExpectedVersion.noStream() : ExpectedVersion.exactly(version);
        }
    }

    /** The base: no expectation, no head, no result. */
    @Benchmark
    public void jdbc(Writer writer) throws SQLException {
        jdbc.append(writer.next().value(), writer.version, events);
        writer.version += events;
    }

    /** The event store. */
    @Benchmark
    public AppendResult eventStore(Writer writer) {
        return append(store, writer);
    }

    /** The event store where an execute listener is configured, as Spring Boot does. */
    @Benchmark
    public AppendResult eventStoreListenedTo(Writer writer) {
        return append(listenedTo, writer);
    }

    private AppendResult append(EventStore eventStore, Writer writer) {
        AppendResult result = eventStore.append(writer.next(), writer.expected(), SampleEvent.list(events));
        writer.version = result.lastVersion();
        return result;
    }
}
