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
import java.util.UUID;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** What the server can take in: COPY in its binary format into a table like {@code events}, nothing checked, all written. */
record BinaryCopy(Database database) implements Contender {

    private static final String COPY = "copy " + Database.RAW_TABLE
            + " (stream_id, version, event_id, event_type, schema_version, event_data, metadata)"
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
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(BYTES_OF_EVENT * (events + 1));
        DataOutputStream out = new DataOutputStream(bytes);
        out.write(SIGNATURE);
        out.writeInt(0);
        out.writeInt(0);
        byte[] name = bytes(stream);
        for (int i = 1; i <= events; i++) {
            row(out, name, version + i);
        }
        out.writeShort(-1);
        try (Connection connection = database.pool().getConnection()) {
            CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(COPY);
            copy.writeToCopy(bytes.toByteArray(), 0, bytes.size());
            copy.endCopy();
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
