package io.github.jooqeventstore.benchmarks;

import static org.jooq.impl.DSL.inline;

import io.github.jooqeventstore.AllPage;
import io.github.jooqeventstore.AllSlice;
import io.github.jooqeventstore.EventStore;
import java.sql.SQLException;
import java.util.List;
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
 * What does a page of all events cost, which misses none, beside a page by key in hand-written JDBC, which may?
 *
 * <pre>mvn -q compile exec:exec -pl benchmarks -am -Pbenchmarks -Dbenchmarks=ReadAll</pre>
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@State(Scope.Benchmark)
public class ReadAllBenchmark {

    /** How many events a page has. */
    @Param("1000")
    public int events;

    /** How many events there are, all of which are read again and again, page by page. */
    @Param("1000000")
    public int stored;

    private RawJdbc jdbc;
    private EventStore store;

    /** How far a thread has read. */
    @State(Scope.Thread)
    public static class Reader {
        private long after;

        private void hasRead(long through, int stored) {
            after = through >= stored ? 0 : through;
        }
    }

    /** Starts the server and fills it. */
    @Setup
    public void start() throws SQLException {
        Database database = Database.ofThisFork();
        jdbc = new RawJdbc(database.pool());
        store = database.store();
        if (store.readAll(AllSlice.all().limit(1)).events().isEmpty()) {
            // Plain SQL: generate_series in the place of a client.
            store.withDsl(dsl -> dsl.execute(
                    """
                    insert into event_store.events (stream_id, version, event_id, event_type, event_data, metadata)
                    select 'order-' || n / 50, n % 50 + 1, gen_random_uuid(), {1}, {2}::jsonb, {3}::jsonb
                    from generate_series(0, {0} - 1) n
                    """,
                    inline(stored),
                    inline(SampleEvent.TYPE),
                    inline(SampleEvent.DATA),
                    inline(SampleEvent.METADATA_JSON)));
        }
        database.execute("vacuum analyze event_store.events");
    }

    /** The base: hand-written. */
    @Benchmark
    public List<RawJdbc.Row> jdbc(Reader reader) throws SQLException {
        List<RawJdbc.Row> page = jdbc.page(reader.after, events);
        reader.hasRead(page.getLast().position(), stored);
        return page;
    }

    /** The event store. */
    @Benchmark
    public AllPage eventStore(Reader reader) {
        AllPage page = store.readAll(AllSlice.all().after(reader.after).limit(events));
        reader.hasRead(page.through(), stored);
        return page;
    }
}
