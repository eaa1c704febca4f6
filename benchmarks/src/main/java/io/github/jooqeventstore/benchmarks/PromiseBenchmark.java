package io.github.jooqeventstore.benchmarks;

import io.github.jooqeventstore.benchmarks.contender.SampleEvent;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
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
 * What does each promise of an append cost? By plain JDBC, one event at an exact version, each statement with what the one before
 * has and one promise more: an INSERT; the head of the stream moved under the expectation; version and position returned;
 * a session refused whose commits are not durable, which is the statement that an append sends that commits by itself; a
 * known id found without an SQL error, which is the one in a transaction of the caller's.
 *
 * <pre>mvn -q compile exec:exec -pl benchmarks -am -Pbenchmarks -Dbenchmarks=Promise</pre>
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@State(Scope.Benchmark)
public class PromiseBenchmark {

    static final String INSERT = "insert";
    private static final String VERSION = "and the version checked";
    private static final String POSITION = "and the position returned";
    private static final String DURABLE = "and durability checked";
    private static final String ID = "and a known id no error";

    private static final List<String> PROMISES = List.of(INSERT, VERSION, POSITION, DURABLE, ID);

    private static final String COLUMNS =
            " (stream_id, version, event_id, event_type, schema_version, event_data, metadata) ";

    private static final int APPENDS_PER_STREAM = 10;

    /** The last of the promises that are kept. */
    @Param({INSERT, VERSION, POSITION, DURABLE, ID})
    public String contender = "";

    /** How many events one append brings. */
    @Param("1")
    public int events;

    private Database database;
    private int promises;
    private String create = "";
    private String move = "";

    /** Empties the tables. */
    @Setup
    public void start() throws SQLException {
        Server server = Server.ofThisRun();
        database = new Database(server.emptyDatabase("promises"));
        database.createTables();
        server.execute("checkpoint");
        promises = PROMISES.indexOf(contender);
        create = sql("insert into event_store.streams (stream_id, version) select ?, 1 where true" + conditions()
                + " on conflict (stream_id) do nothing returning streams.version - 1");
        move = sql("update event_store.streams s set version = s.version + 1"
                + " where s.stream_id = ? and s.version = ? and s.archived_at is null" + conditions()
                + " returning s.version - 1");
    }

    private boolean keeps(String promise) {
        return promises >= PROMISES.indexOf(promise);
    }

    private String conditions() {
        return (keeps(ID) ? " and not exists (select 1 from event_store.events known where known.event_id = ?)" : "")
                + (keeps(DURABLE) ? " and pg_catalog.current_setting('synchronous_commit') <> 'off'" : "");
    }

    private String sql(String head) {
        if (!keeps(VERSION)) {
            return "insert into " + Database.RAW_TABLE + COLUMNS + "values (?, ?, ?, ?, ?, ?::jsonb, ?::jsonb)";
        }
        return "with h(version) as (" + head + ") insert into event_store.events" + COLUMNS
                + "select ?, h.version + 1, ?, ?, ?, ?::jsonb, ?::jsonb from h"
                + (keeps(POSITION) ? " returning version, position" : "");
    }

    /** Lets its connections go. */
    @TearDown
    public void close() {
        database.close();
    }

    /** The stream that a thread appends to, and its version. */
    @State(Scope.Thread)
    public static class Writer {

        private String stream = "";
        private long version;

        private void next() {
            version = (version + 1) % APPENDS_PER_STREAM;
            if (version == 0 || stream.isEmpty()) {
                version = 0;
                stream = "order-" + UUID.randomUUID();
            }
        }
    }

    /** One append. */
    @Benchmark
    public void append(Writer writer) throws SQLException {
        writer.next();
        try (Connection connection = database.pool().getConnection();
                PreparedStatement statement = connection.prepareStatement(writer.version == 0 ? create : move)) {
            bind(statement, writer.stream, writer.version);
            if (!keeps(POSITION)) {
                requireOne(statement.executeUpdate());
                return;
            }
            try (ResultSet rows = statement.executeQuery()) {
                requireOne(rows.next() && rows.getLong(1) == writer.version + 1 && rows.getLong(2) > 0 ? 1 : 0);
            }
        }
    }

    private void bind(PreparedStatement statement, String stream, long version) throws SQLException {
        UUID id = UUID.randomUUID();
        int at = 1;
        if (keeps(VERSION)) {
            statement.setString(at++, stream);
            if (version > 0) {
                statement.setLong(at++, version);
            }
            if (keeps(ID)) {
                statement.setObject(at++, id);
            }
            statement.setString(at++, stream);
        } else {
            statement.setString(at++, stream);
            statement.setLong(at++, version + 1);
        }
        statement.setObject(at++, id);
        statement.setString(at++, SampleEvent.TYPE);
        statement.setInt(at++, 1);
        statement.setObject(at++, SampleEvent.DATA, Types.OTHER);
        statement.setObject(at, SampleEvent.METADATA, Types.OTHER);
    }

    private static void requireOne(int rows) throws SQLException {
        if (rows != 1) {
            throw new SQLException("expected one event to be written, found " + rows);
        }
    }
}
