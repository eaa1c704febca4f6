package io.github.jooqeventstore.benchmarks;

import io.github.jooqeventstore.benchmarks.contender.Contender;
import io.github.jooqeventstore.benchmarks.contender.SampleEvent;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** What somebody writes by hand who needs no expectation, no idempotence and no errors with a name. */
record RawJdbc(Database database) implements Contender {

    /** What a load builds: the same facts as a recorded event. */
    record Row(
            String stream,
            long version,
            long position,
            Instant createdAt,
            UUID id,
            int schemaVersion,
            String type,
            String data,
            String metadata) {}

    private static final String INSERT = "insert into " + Database.RAW_TABLE
            + " (stream_id, version, event_id, event_type, schema_version, event_data, metadata)"
            + " values (?, ?, ?, ?, ?, ?::jsonb, ?::jsonb)";

    static final String SELECT = "select stream_id, version, position, created_at, event_id, schema_version,"
            + " event_type, event_data, metadata from event_store.events";

    @Override
    public void createTables() throws SQLException {
        database.createTables();
    }

    /** One event: the plain INSERT that commits by itself. More: a JDBC batch in a transaction. */
    @Override
    public void append(String stream, long version, int events) throws SQLException {
        try (Connection connection = database.pool().getConnection();
                PreparedStatement insert = connection.prepareStatement(INSERT)) {
            if (events == 1) {
                bind(insert, stream, version + 1);
                insert.executeUpdate();
                return;
            }
            connection.setAutoCommit(false);
            for (int i = 1; i <= events; i++) {
                bind(insert, stream, version + i);
                insert.addBatch();
            }
            insert.executeBatch();
            connection.commit();
        }
    }

    private static void bind(PreparedStatement insert, String stream, long version) throws SQLException {
        insert.setString(1, stream);
        insert.setLong(2, version);
        insert.setObject(3, UUID.randomUUID());
        insert.setString(4, SampleEvent.TYPE);
        insert.setInt(5, 1);
        insert.setObject(6, SampleEvent.DATA, Types.OTHER);
        insert.setObject(7, SampleEvent.METADATA, Types.OTHER);
    }

    @Override
    public List<Row> load(String stream) throws SQLException {
        return select(" where stream_id = ? order by version", stream);
    }

    /** By key, as one would who does not know that a position may be filled later. */
    List<Row> page(long after, int limit) throws SQLException {
        return select(" where position > ? order by position limit ?", after, limit);
    }

    /** The events that a condition of the benchmark's own holds for. */
    List<Row> select(String rest, Object... values) throws SQLException {
        try (Connection connection = database.pool().getConnection();
                PreparedStatement select = connection.prepareStatement(SELECT + rest)) {
            for (int i = 0; i < values.length; i++) {
                select.setObject(i + 1, values[i]);
            }
            return rows(select);
        }
    }

    private static List<Row> rows(PreparedStatement select) throws SQLException {
        try (ResultSet rows = select.executeQuery()) {
            List<Row> loaded = new ArrayList<>();
            while (rows.next()) {
                loaded.add(new Row(
                        rows.getString(1),
                        rows.getLong(2),
                        rows.getLong(3),
                        rows.getObject(4, OffsetDateTime.class).toInstant(),
                        rows.getObject(5, UUID.class),
                        rows.getInt(6),
                        rows.getString(7),
                        rows.getString(8),
                        rows.getString(9)));
            }
            return loaded;
        }
    }

    @Override
    public void close() {
        database.close();
    }
}
