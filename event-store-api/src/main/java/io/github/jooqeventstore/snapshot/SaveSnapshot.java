package io.github.jooqeventstore.snapshot;

import static io.github.jooqeventstore.schema.Tables.SNAPSHOTS;
import static io.github.jooqeventstore.schema.Tables.STREAMS;
import static org.jooq.impl.DSL.excluded;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.insertInto;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectCount;
import static org.jooq.impl.DSL.val;

import io.github.jooqeventstore.EventSerializationException;
import io.github.jooqeventstore.EventSerializer;
import io.github.jooqeventstore.EventStore;
import io.github.jooqeventstore.InvalidInputException;
import io.github.jooqeventstore.SnapshotBeyondHeadException;
import io.github.jooqeventstore.StreamId;
import io.github.jooqeventstore.schema.tables.Streams;
import org.jooq.CommonTableExpression;
import org.jooq.DSLContext;
import org.jooq.JSONB;
import org.jooq.Record2;
import org.jspecify.annotations.Nullable;

/**
 * Writes a state in the place of an older one.
 *
 * <p>One statement reads the head, writes if that has come so far, and says both. The head only ever rises, so what it was
 * when the statement began is enough. Of two that save at once the second waits for the first and compares again.
 *
 * @param <S> the state
 */
record SaveSnapshot<S>(SnapshotType<S> type, StreamId stream, long version, S state) {

    /** Events are bounded at 1 MiB unless one asks for more; a state is folded from many of them. */
    private static final int MAX_BYTES = 16 << 20;

    private static final Streams HEAD = STREAMS.as("head");

    boolean in(EventStore store) {
        if (version < 1) {
            throw new InvalidInputException(subject(), "version must be 1 or more, found " + version);
        }
        JSONB json = JSONB.jsonb(json(InvalidInputException.requirePresent(subject(), "state", state)));
        @Nullable Record2<Long, Integer> answer = store.withDsl(dsl -> write(dsl, json));
        long head = answer == null ? 0 : answer.value1();
        if (head < version) {
            throw new SnapshotBeyondHeadException(stream, type.name(), version, head);
        }
        return answer != null && answer.value2() == 1;
    }

    private String subject() {
        return "snapshot " + type.name() + " of stream " + stream;
    }

    private String json(S value) {
        try {
            return EventSerializer.storable(type.serializer(), MAX_BYTES).serialize(value);
        } catch (EventSerializationException e) {
            throw new EventSerializationException(subject() + ": " + e.getMessage());
        }
    }

    private @Nullable Record2<Long, Integer> write(DSLContext dsl, JSONB json) {
        CommonTableExpression<?> saved = name("saved")
                .as(insertInto(
                                SNAPSHOTS,
                                SNAPSHOTS.STREAM_ID,
                                SNAPSHOTS.SNAPSHOT_TYPE,
                                SNAPSHOTS.VERSION,
                                SNAPSHOTS.SCHEMA_VERSION,
                                SNAPSHOTS.STATE)
                        .select(select(
                                        STREAMS.STREAM_ID,
                                        val(type.name()),
                                        val(version),
                                        val(type.schemaVersion()),
                                        val(json))
                                .from(STREAMS)
                                .where(STREAMS.STREAM_ID.eq(stream.value()))
                                .and(STREAMS.VERSION.ge(version)))
                        .onConflict(SNAPSHOTS.STREAM_ID, SNAPSHOTS.SNAPSHOT_TYPE)
                        .doUpdate()
                        .set(SNAPSHOTS.VERSION, excluded(SNAPSHOTS.VERSION))
                        .set(SNAPSHOTS.SCHEMA_VERSION, excluded(SNAPSHOTS.SCHEMA_VERSION))
                        .set(SNAPSHOTS.STATE, excluded(SNAPSHOTS.STATE))
                        .set(SNAPSHOTS.CREATED_AT, excluded(SNAPSHOTS.CREATED_AT))
                        .where(row(SNAPSHOTS.VERSION, SNAPSHOTS.SCHEMA_VERSION)
                                .lt(row(excluded(SNAPSHOTS.VERSION), excluded(SNAPSHOTS.SCHEMA_VERSION))))
                        .returningResult(SNAPSHOTS.VERSION));
        return dsl.with(saved)
                .select(HEAD.VERSION, field(selectCount().from(saved)))
                .from(HEAD)
                .where(HEAD.STREAM_ID.eq(stream.value()))
                .fetchOne();
    }
}
