package io.github.jooqeventstore.testing;

import io.github.jooqeventstore.NewEvent;
import io.github.jooqeventstore.StreamId;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** COPY, row by row with delays between. */
final class CopiedEvents {

    // Plain SQL: jOOQ has no COPY. The columns are those of the text below.
    private static final String COPY = "copy events (stream_id, version, event_id, event_type, event_data) from stdin";

    private CopiedEvents() {}

    static void copy(WriterSession session, StreamId stream, long versionBefore, List<NewEvent> events)
            throws SQLException {
        CopyIn copy =
                session.connection().unwrap(PGConnection.class).getCopyAPI().copyIn(COPY);
        try {
            long version = versionBefore;
            for (NewEvent event : events) {
                version++;
                byte[] row = row(stream, version, event);
                copy.writeToCopy(row, 0, row.length);
                copy.flushCopy();
                session.pause();
            }
            copy.endCopy();
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    /** Nothing in it needs to be escaped: names, numbers and data are the program's own. */
    private static byte[] row(StreamId stream, long version, NewEvent event) {
        String row = String.join(
                "\t",
                stream.value(),
                Long.toString(version),
                event.id().toString(),
                NewEvents.type(event),
                NewEvents.DATA);
        return (row + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
