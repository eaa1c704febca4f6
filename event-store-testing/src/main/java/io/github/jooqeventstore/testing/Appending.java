package io.github.jooqeventstore.testing;

import static io.github.jooqeventstore.schema.Tables.STREAMS;

import io.github.jooqeventstore.ExpectedVersion;
import io.github.jooqeventstore.NewEvent;
import io.github.jooqeventstore.StreamAppend;
import io.github.jooqeventstore.StreamId;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/** The ways in which events get into the table. */
enum Appending {
    /** One event, by the library. */
    SINGLE {
        @Override
        void append(WriterSession session) {
            session.store().append(session.nextStream(), ExpectedVersion.any(), session.nextEvents(1));
        }
    },
    /** Several events of a stream, by the library. */
    ARRAY {
        @Override
        void append(WriterSession session) {
            session.store().append(session.nextStream(), ExpectedVersion.any(), session.nextEvents(MOST_EVENTS));
        }
    },
    /** Events of two streams, by the library. */
    STREAMS_TOGETHER {
        @Override
        void append(WriterSession session) {
            session.store()
                    .append(List.of(
                            StreamAppend.of(session.nextStream(), ExpectedVersion.any(), session.nextEvents(2)),
                            StreamAppend.of(session.nextStream(), ExpectedVersion.any(), session.nextEvents(2))));
        }
    },
    /** Several events of a stream, by somebody's function in the database. */
    FUNCTION {
        @Override
        void append(WriterSession session) {
            StreamId stream = session.nextStream();
            List<NewEvent> events = session.nextEvents(MOST_EVENTS);
            UUID[] ids = NewEvents.ids(events).toArray(UUID[]::new);
            String[] types = events.stream().map(NewEvents::type).toArray(String[]::new);
            double pause = session.random().nextInt(3) == 0 ? session.random().nextDouble(MOST_SECONDS) : 0;
            session.dsl()
                    .select(DSL.function(
                            "torture_append",
                            SQLDataType.BIGINT,
                            DSL.val(stream.value()),
                            DSL.val(ids),
                            DSL.val(types),
                            DSL.val(pause)))
                    .fetch();
        }
    },
    /** Several events of a stream, by COPY; its two statements need a transaction. */
    COPY {
        @Override
        void append(WriterSession session) throws SQLException {
            StreamId stream = session.nextStream();
            List<NewEvent> events = session.nextEvents(MOST_EVENTS);
            CopiedEvents.copy(session, stream, moveHead(session, stream, events.size()), events);
        }

        @Override
        boolean isOneStatement() {
            return false;
        }
    };

    private static final int MOST_EVENTS = 5;
    private static final double MOST_SECONDS = 0.02;

    abstract void append(WriterSession session) throws SQLException;

    boolean isOneStatement() {
        return true;
    }

    /** The stream's version before that many new events. */
    private static long moveHead(WriterSession session, StreamId stream, long events) {
        Long head = session.dsl()
                .insertInto(STREAMS, STREAMS.STREAM_ID, STREAMS.VERSION)
                .values(stream.value(), events)
                .onConflict(STREAMS.STREAM_ID)
                .doUpdate()
                .set(STREAMS.VERSION, STREAMS.VERSION.plus(events))
                .returningResult(STREAMS.VERSION)
                .fetchSingle()
                .value1();
        return head - events;
    }
}
