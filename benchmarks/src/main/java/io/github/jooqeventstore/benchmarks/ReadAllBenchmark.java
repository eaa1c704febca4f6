package io.github.jooqeventstore.benchmarks;

import io.github.jooqeventstore.AllPage;
import io.github.jooqeventstore.AllSlice;
import io.github.jooqeventstore.EventStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
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
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/**
 * What does a page of all events cost, which misses none, beside a page by key in hand-written JDBC, which may, and beside
 * COPY in its binary format, which leaves the rows as they come?
 *
 * <pre>mvn -q compile exec:exec -pl benchmarks -am -Pbenchmarks -Dbenchmarks=ReadAll</pre>
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@State(Scope.Benchmark)
public class ReadAllBenchmark {

    /** Who reads. */
    @Param({Contenders.JDBC, Contenders.COPY, Contenders.EVENT_STORE, Contenders.EVENT_STORE_LISTENED_TO})
    public String contender = "";

    /** How many events a page has. */
    @Param("1000")
    public int events;

    /** How many events there are, all of which are read again and again, page by page. */
    @Param("1000000")
    public int stored;

    private Database database;
    private RawJdbc jdbc;
    private EventStore store;

    /** How far a thread has read. */
    @State(Scope.Thread)
    public static class Reader {
        private long after;
    }

    /** Fills the store, in the first round. */
    @Setup
    public void start() throws SQLException {
        database = GeneratedStore.open("generated_" + stored, stored);
        jdbc = new RawJdbc(database);
        store = contender.equals(Contenders.EVENT_STORE_LISTENED_TO) ? database.storeListenedTo() : database.store();
    }

    /** Lets its connections go. */
    @TearDown
    public void close() {
        database.close();
    }

    /** The next page; behind the last one the first. */
    @Benchmark
    public Object page(Reader reader) throws SQLException {
        return switch (contender) {
            case Contenders.JDBC -> {
                List<RawJdbc.Row> page = jdbc.page(reader.after, events);
                hasRead(reader, page.getLast().position());
                yield page;
            }
            case Contenders.COPY -> {
                List<byte[]> page = copy(reader.after);
                hasRead(reader, reader.after + events);
                yield page;
            }
            default -> {
                AllPage page = store.readAll(AllSlice.all().after(reader.after).limit(events));
                hasRead(reader, page.through());
                yield page;
            }
        };
    }

    private void hasRead(Reader reader, long through) {
        reader.after = through >= stored ? 0 : through;
    }

    /** COPY takes no bind values; these are numbers. */
    private List<byte[]> copy(long after) throws SQLException {
        try (Connection connection = database.pool().getConnection()) {
            CopyOut copy = connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyOut("copy (" + RawJdbc.SELECT + " where position > " + after + " order by position limit "
                            + events + ") to stdout (format binary)");
            List<byte[]> rows = new ArrayList<>();
            for (byte[] row = copy.readFromCopy(); row != null; row = copy.readFromCopy()) {
                rows.add(row);
            }
            return rows;
        }
    }
}
