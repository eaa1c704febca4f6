package io.github.jooqeventstore;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A row in the columns of {@link ReadSql#eventColumns()}, taken by hand: no reflection, no conversion. */
final class EventRow {

    private EventRow() {}

    static List<RecordedEvent> readAll(ResultSet rows, EventCodec codec) throws SQLException {
        return rows.next() ? readOn(rows, codec) : List.of();
    }

    /** From the row on that stands there. */
    static List<RecordedEvent> readOn(ResultSet rows, EventCodec codec) throws SQLException {
        List<RecordedEvent> events = new ArrayList<>();
        StreamId stream = null;
        do {
            String name = rows.getString(1);
            if (stream == null || !stream.value().equals(name)) {
                stream = new StreamId(name);
            }
            events.add(read(rows, codec, stream));
        } while (rows.next());
        return events;
    }

    private static RecordedEvent read(ResultSet row, EventCodec codec, StreamId stream) throws SQLException {
        return new RecordedEvent(
                codec,
                stream,
                row.getLong(2),
                row.getLong(3),
                row.getObject(4, OffsetDateTime.class).toInstant(),
                row.getObject(5, UUID.class),
                row.getInt(6),
                row.getString(7),
                row.getString(8),
                row.getString(9));
    }
}
