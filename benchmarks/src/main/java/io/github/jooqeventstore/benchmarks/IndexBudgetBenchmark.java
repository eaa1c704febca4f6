package io.github.jooqeventstore.benchmarks;

import static io.github.jooqeventstore.schema.Tables.EVENTS;

import io.github.jooqeventstore.EventFilter;
import io.github.jooqeventstore.EventQuery;
import io.github.jooqeventstore.EventStore;
import io.github.jooqeventstore.RecordedEvent;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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
 * What does each index of {@code events} cost an insert, and how much slower is what it is for without it? Inserts are plain
 * ones, into a table with the same indexes; what reads is the event store. "Including" is the index of types with the columns
 * stream_id, version and event_id beside it.
 *
 * <pre>mvn -q compile exec:exec -pl benchmarks -am -Pbenchmarks -Dbenchmarks=IndexBudget</pre>
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@State(Scope.Benchmark)
public class IndexBudgetBenchmark {

    static final String AS_IT_IS = "as it is";
    private static final String WITHOUT_TYPE = "without (event_type, position)";
    private static final String WITHOUT_ID = "without unique event_id";
    private static final String WITHOUT_TIME = "without created_at (BRIN)";
    private static final String INCLUDING = "(event_type, position) including";

    /** Which indexes there are. */
    @Param({AS_IT_IS, WITHOUT_TYPE, WITHOUT_ID, WITHOUT_TIME, INCLUDING})
    public String contender = "";

    /** What is done. */
    @Param({"insert of 1", "insert of 10", "read of a rare type", "read of a moment", "read by event_id"})
    public String what = "";

    /** How many events there are to read. */
    @Param("200000")
    public int stored;

    private Database database;
    private RawJdbc jdbc;
    private EventStore store;
    private EventFilter filter = EventFilter.everything();

    /** Fills a store, in the first round, and makes its indexes others. */
    @Setup
    public void start() throws SQLException {
        String name = "indexes_" + contender.replaceAll("[^a-z]+", "_");
        boolean first = Server.ofThisRun().contentOf(name).isEmpty();
        database = GeneratedStore.open(name, stored);
        if (first) {
            change();
        }
        database.execute("truncate " + Database.RAW_TABLE);
        jdbc = new RawJdbc(database);
        store = database.store();
        RecordedEvent some = store.query(EventQuery.where(EventFilter.everything())
                        .from(stored / 2)
                        .limit(1))
                .getFirst();
        filter = filter(some);
    }

    private EventFilter filter(RecordedEvent some) {
        Instant moment = some.createdAt();
        return switch (what) {
            case "read of a moment" -> EventFilter.createdBetween(moment, moment.plus(Duration.ofNanos(500_000)));
            case "read by event_id" -> EventFilter.matching(EVENTS.EVENT_ID.eq(some.id()));
            default -> EventFilter.ofTypes(GeneratedStore.RARE_TYPE);
        };
    }

    private void change() throws SQLException {
        switch (contender) {
            case WITHOUT_TYPE -> drop("index", "event_type, position");
            case WITHOUT_ID -> drop("constraint", "(event_id)");
            case WITHOUT_TIME -> drop("index", "brin");
            case INCLUDING -> {
                drop("index", "event_type, position");
                for (String table : List.of("event_store.events", Database.RAW_TABLE)) {
                    database.execute("create index on " + table
                            + " (event_type, position) include (stream_id, version, event_id)");
                }
            }
            default -> {
                // All of them.
            }
        }
    }

    /** Whatever it is called in the two tables. */
    private void drop(String kind, String definition) throws SQLException {
        database.execute("do $$ declare one record; begin for one in"
                + " select indexrelid::regclass::text as index, indrelid::regclass::text as of, relname"
                + " from pg_index join pg_class on pg_class.oid = indexrelid"
                + " where indrelid in ('event_store.events'::regclass, '" + Database.RAW_TABLE + "'::regclass)"
                + " and pg_get_indexdef(indexrelid) like '%" + definition + "%' loop"
                + (kind.equals("index")
                        ? " execute 'drop index ' || one.index;"
                        : " execute format('alter table %s drop constraint %I', one.of, one.relname);")
                + " end loop; end $$");
    }

    /** Lets its connections go. */
    @TearDown
    public void close() {
        database.close();
    }

    /** One operation. */
    @Benchmark
    public Object operation() throws SQLException {
        return switch (what) {
            case "insert of 1" -> insert(1);
            case "insert of 10" -> insert(10);
            default -> store.query(EventQuery.where(filter).limit(GeneratedStore.RARE_EVENTS));
        };
    }

    private String insert(int events) throws SQLException {
        String stream = "order-" + UUID.randomUUID();
        jdbc.append(stream, 0, events);
        return stream;
    }
}
