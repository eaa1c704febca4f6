package io.github.jooqeventstore;

import io.github.jooqeventstore.CallListener.Call;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Reads of one stream. */
final class StreamRead {

    private final Database database;
    private final EventCodec codec;
    private final CallListeners calls;

    StreamRead(Database database, EventCodec codec, CallListeners calls) {
        this.database = database;
        this.codec = codec;
        this.calls = calls;
    }

    List<RecordedEvent> load(StreamId stream, StreamSlice slice) {
        return calls.told(Call.LOAD, () -> read(stream, slice), List::size);
    }

    private List<RecordedEvent> read(StreamId stream, StreamSlice slice) {
        Statement statement = slice.direction() == Direction.FORWARD ? Statement.LOAD_FORWARD : Statement.LOAD_BACKWARD;
        Binds binds = new Binds()
                .set(Parameter.STREAM, stream.value())
                .set(Parameter.FROM, slice.fromVersion())
                .set(Parameter.LIMIT, slice.limit());
        return database.query(statement, binds, rows -> EventRow.readAll(rows, codec, stream));
    }

    Stream<RecordedEvent> loadLazily(StreamId stream, StreamSlice slice, int pageSize) {
        return Pages.stream(
                (from, limit) -> load(stream, new StreamSlice(slice.direction(), from, limit)),
                RecordedEvent::version,
                slice.direction(),
                slice.fromVersion(),
                slice.limit(),
                pageSize);
    }

    OptionalLong currentVersion(StreamId stream) {
        return database.query(
                Statement.VERSION,
                new Binds().set(Parameter.STREAM, stream.value()),
                rows -> rows.next() ? OptionalLong.of(rows.getLong(1)) : OptionalLong.empty());
    }
}
