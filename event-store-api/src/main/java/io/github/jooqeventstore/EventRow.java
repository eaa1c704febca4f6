package io.github.jooqeventstore;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Rows of events, taken by hand: no reflection, no conversion. */
final class EventRow {

    private EventRow() {}

    /** Rows in the columns of {@link ReadSql#eventColumns()}. */
    static List<RecordedEvent> readAll(ResultSet rows, EventCodec codec) throws SQLException {
        return rows.next() ? readOn(rows, codec) : List.of();
    }

    /** The same from the row on that stands there. */
    static List<RecordedEvent> readOn(ResultSet rows, EventCodec codec) throws SQLException {
        List<RecordedEvent> events = new ArrayList<>();
        StreamId stream = null;
        do {
            String name = rows.getString(1);
            if (stream == null || !stream.value().equals(name)) {
                stream = new StreamId(name);
            }
            events.add(read(rows, codec, stream, 1));
        } while (rows.next());
        return events;
    }

    /** Rows in the columns of {@link ReadSql#columnsOfAStream()}. */
    static List<RecordedEvent> readAll(ResultSet rows, EventCodec codec, StreamId stream) throws SQLException {
        List<RecordedEvent> events = new ArrayList<>();
        while (rows.next()) {
            events.add(read(rows, codec, stream, 0));
        }
        return events;
    }

    private static RecordedEvent read(ResultSet row, EventCodec codec, StreamId stream, int before)
            throws SQLException {
        return new RecordedEvent(
                codec,
                stream,
                row.getLong(before + 1),
                row.getLong(before + 2),
                // Half of what an OffsetDateTime costs, and as exact: both end in an Instant.
                row.getTimestamp(before + 3).toInstant(),
                row.getObject(before + 4, UUID.class),
                row.getInt(before + 5),
                row.getString(before + 6),
                row.getString(before + 7),
                row.getString(before + 8));
    }
}
