package io.github.jooqeventstore.benchmarks;

import io.github.jooqeventstore.EventFilter;
import io.github.jooqeventstore.EventQuery;
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
import org.openjdk.jmh.annotations.TearDown;

/**
 * What does a query by filter cost, of 100 events out of a million, beside the same question in hand-written SQL and JDBC?
 *
 * <pre>mvn -q compile exec:exec -pl benchmarks -am -Pbenchmarks -Dbenchmarks=Query</pre>
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@State(Scope.Benchmark)
public class QueryBenchmark {

    private static final EventFilter RARE = EventFilter.ofTypes(GeneratedStore.RARE_TYPE);

    /** Who asks. */
    @Param({Contenders.JDBC, Contenders.EVENT_STORE, Contenders.EVENT_STORE_LISTENED_TO})
    public String contender = "";

    /** For what. */
    @Param({"type", "type and metadata", "type and payload", "stream prefix"})
    public String what = "";

    /** Out of how many events. */
    @Param("1000000")
    public int stored;

    private Database database;
    private RawJdbc jdbc;
    private EventStore store;
    private EventQuery query;

    /** Fills the store, in the first round. */
    @Setup
    public void start() throws SQLException {
        database = GeneratedStore.open("generated_" + stored, stored);
        jdbc = new RawJdbc(database);
        store = contender.equals(Contenders.EVENT_STORE_LISTENED_TO) ? database.storeListenedTo() : database.store();
        query = EventQuery.where(filter()).limit(GeneratedStore.RARE_EVENTS);
        int expected = byHand().size();
        if (expected == 0 || store.query(query).size() != expected) {
            throw new IllegalStateException(what + ": the contenders find different events");
        }
    }

    /** Lets its connections go. */
    @TearDown
    public void close() {
        database.close();
    }

    /** One question. */
    @Benchmark
    public List<?> query() throws SQLException {
        return contender.equals(Contenders.JDBC) ? byHand() : store.query(query);
    }

    private EventFilter filter() {
        return switch (what) {
            case "type" -> RARE;
            case "type and metadata" -> RARE.and(EventFilter.metadata("user_id", GeneratedStore.RARE_USER));
            case "type and payload" -> RARE.and(EventFilter.payload("sku", "SKU-0048213"));
            default -> EventFilter.streamPrefix("order-1");
        };
    }

    private List<RawJdbc.Row> byHand() throws SQLException {
        String end = " order by position limit " + GeneratedStore.RARE_EVENTS;
        return switch (what) {
            case "type" -> jdbc.select(" where event_type = ?" + end, GeneratedStore.RARE_TYPE);
            case "type and metadata" ->
                jdbc.select(
                        " where event_type = ? and metadata ->> 'user_id' = ?" + end,
                        GeneratedStore.RARE_TYPE,
                        GeneratedStore.RARE_USER);
            case "type and payload" ->
                jdbc.select(
                        " where event_type = ? and event_data ->> 'sku' = ?" + end,
                        GeneratedStore.RARE_TYPE,
                        "SKU-0048213");
            default -> jdbc.select(" where stream_id >= ? and stream_id < ?" + end, "order-1", "order-2");
        };
    }
}
