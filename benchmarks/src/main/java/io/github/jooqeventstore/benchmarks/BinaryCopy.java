package io.github.jooqeventstore.benchmarks;

import io.github.jooqeventstore.benchmarks.contender.Contender;
import io.github.jooqeventstore.benchmarks.contender.SampleEvent;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** What the server can take in: COPY in its binary format into a table like {@code events}, nothing checked, all written. */
record BinaryCopy(Database database) implements Contender {

    private static final String INTO_RAW = "copy " + Database.RAW_TABLE;
    private static final String INTO_EVENTS = "copy event_store.events";
    private static final String INTO_STREAMS =
            "copy event_store.streams (stream_id, version) from stdin (format binary)";
    private static final String COLUMNS_OF_EVENTS =
            " (stream_id, version, event_id, event_type, schema_version, event_data, metadata)"
                    + " from stdin (format binary)";

    private static final byte[] SIGNATURE = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0};
    private static final byte[] TYPE = bytes(SampleEvent.TYPE);
    private static final byte[] DATA = bytes(SampleEvent.DATA);
    private static final byte[] METADATA = bytes(SampleEvent.METADATA);
    private static final int BYTES_OF_EVENT = 600;
    private static final short COLUMNS = 7;

    @Override
    public void createTables() throws SQLException {
        database.createTables();
    }

    @Override
    public void append(String stream, long version, int events) throws SQLException, IOException {
        ByteArrayOutputStream bytes = begin(events);
        DataOutputStream out = new DataOutputStream(bytes);
        rows(out, stream, version, events);
        out.writeShort(-1);
        try (Connection connection = database.pool().getConnection()) {
            copy(connection, INTO_RAW + COLUMNS_OF_EVENTS, bytes);
        }
    }

    /** New streams of so many events each into the event store's own tables, in one transaction. */
    void history(List<String> streams, int events) throws SQLException, IOException {
        ByteArrayOutputStream heads = begin(streams.size());
        ByteArrayOutputStream rows = begin(streams.size() * events);
        DataOutputStream outOfHeads = new DataOutputStream(heads);
        DataOutputStream out = new DataOutputStream(rows);
        for (String stream : streams) {
            outOfHeads.writeShort(2);
            text(outOfHeads, bytes(stream));
            outOfHeads.writeInt(Long.BYTES);
            outOfHeads.writeLong(events);
            rows(out, stream, 0, events);
        }
        outOfHeads.writeShort(-1);
        out.writeShort(-1);
        try (Connection connection = database.pool().getConnection()) {
            connection.setAutoCommit(false);
            copy(connection, INTO_STREAMS, heads);
            copy(connection, INTO_EVENTS + COLUMNS_OF_EVENTS, rows);
            connection.commit();
        }
    }

    private static ByteArrayOutputStream begin(int rows) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(BYTES_OF_EVENT * (rows + 1));
        DataOutputStream out = new DataOutputStream(bytes);
        out.write(SIGNATURE);
        out.writeInt(0);
        out.writeInt(0);
        return bytes;
    }

    private static void copy(Connection connection, String sql, ByteArrayOutputStream bytes) throws SQLException {
        CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(sql);
        copy.writeToCopy(bytes.toByteArray(), 0, bytes.size());
        copy.endCopy();
    }

    private static void rows(DataOutputStream out, String stream, long version, int events) throws IOException {
        byte[] name = bytes(stream);
        for (int i = 1; i <= events; i++) {
            row(out, name, version + i);
        }
    }

    private static void row(DataOutputStream out, byte[] stream, long version) throws IOException {
        out.writeShort(COLUMNS);
        text(out, stream);
        out.writeInt(Long.BYTES);
        out.writeLong(version);
        UUID id = UUID.randomUUID();
        out.writeInt(2 * Long.BYTES);
        out.writeLong(id.getMostSignificantBits());
        out.writeLong(id.getLeastSignificantBits());
        text(out, TYPE);
        out.writeInt(Integer.BYTES);
        out.writeInt(1);
        jsonb(out, DATA);
        jsonb(out, METADATA);
    }

    private static void text(DataOutputStream out, byte[] text) throws IOException {
        out.writeInt(text.length);
        out.write(text);
    }

    private static void jsonb(DataOutputStream out, byte[] json) throws IOException {
        out.writeInt(json.length + 1);
        out.writeByte(1);
        out.write(json);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** It only writes. */
    @Override
    public Collection<?> load(String stream) {
        throw new UnsupportedOperationException("COPY FROM loads nothing");
    }

    @Override
    public void close() {
        database.close();
    }
}
