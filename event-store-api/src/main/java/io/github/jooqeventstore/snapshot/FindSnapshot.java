package io.github.jooqeventstore.snapshot;

import static io.github.jooqeventstore.schema.Tables.SNAPSHOTS;
import static io.github.jooqeventstore.schema.Tables.STREAMS;

import io.github.jooqeventstore.EventSerializationException;
import io.github.jooqeventstore.EventStore;
import io.github.jooqeventstore.InvalidInputException;
import io.github.jooqeventstore.StreamId;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.JSONB;
import org.jooq.Record3;
import org.jspecify.annotations.Nullable;

/**
 * Reads the snapshot of a stream.
 *
 * <p>With a look at the head: after a restore that brought back fewer events than snapshots, one beyond the head must not
 * be believed.
 *
 * @param <S> the state
 */
record FindSnapshot<S>(SnapshotType<S> type, StreamId stream, long atMost) {

    Optional<Snapshot<S>> in(EventStore store) {
        if (atMost < 1) {
            throw new InvalidInputException(
                    "snapshot " + type.name() + " of stream " + stream, "version must be 1 or more, found " + atMost);
        }
        return Optional.ofNullable(store.withDsl(this::read)).map(this::snapshot);
    }

    private @Nullable Record3<Long, OffsetDateTime, JSONB> read(DSLContext dsl) {
        return dsl.select(SNAPSHOTS.VERSION, SNAPSHOTS.CREATED_AT, SNAPSHOTS.STATE)
                .from(SNAPSHOTS)
                .join(STREAMS)
                .on(STREAMS.STREAM_ID.eq(SNAPSHOTS.STREAM_ID))
                .and(STREAMS.VERSION.ge(SNAPSHOTS.VERSION))
                .where(SNAPSHOTS.STREAM_ID.eq(stream.value()))
                .and(SNAPSHOTS.SNAPSHOT_TYPE.eq(type.name()))
                .and(SNAPSHOTS.SCHEMA_VERSION.eq(type.schemaVersion()))
                .and(SNAPSHOTS.VERSION.le(atMost))
                .fetchOne();
    }

    private Snapshot<S> snapshot(Record3<Long, OffsetDateTime, JSONB> row) {
        try {
            S state = type.serializer().deserialize(row.value3().data(), type.state());
            return new Snapshot<>(stream, row.value1(), row.value2().toInstant(), state);
        } catch (EventSerializationException e) {
            throw new EventSerializationException("snapshot " + type + " of stream " + stream + "@" + row.value1()
                    + ": " + e.getMessage()
                    + "; if the class has changed, raise the schema version of the snapshot type");
        }
    }
}
