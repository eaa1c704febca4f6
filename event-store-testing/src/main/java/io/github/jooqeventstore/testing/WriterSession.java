package io.github.jooqeventstore.testing;

import io.github.jooqeventstore.EventStore;
import io.github.jooqeventstore.NewEvent;
import io.github.jooqeventstore.StreamId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jooq.DSLContext;

/** One connection of a writer, and what it has written in the transaction that is open. */
final class WriterSession implements AutoCloseable {

    private static final int STREAMS = 120;
    private static final int NEW_STREAM_ONE_IN = 25;

    private final String schema;
    private final Connection connection;
    private final DSLContext dsl;
    private final EventStore store;
    private final RandomGenerator random;
    private final Acknowledged acknowledged;
    private final List<UUID> written = new ArrayList<>();
    private int stream;

    WriterSession(Address address, Connection connection, RandomGenerator random, Acknowledged acknowledged) {
        this.schema = address.schema();
        this.connection = connection;
        this.dsl = address.dsl(connection);
        this.store = EventStore.using(dsl);
        this.random = random;
        this.acknowledged = acknowledged;
    }

    String schema() {
        return schema;
    }

    Connection connection() {
        return connection;
    }

    DSLContext dsl() {
        return dsl;
    }

    EventStore store() {
        return store;
    }

    RandomGenerator random() {
        return random;
    }

    /** Begins anew; what is to be committed is committed by {@link #commit}. */
    void begin() throws SQLException {
        autocommit();
        connection.setAutoCommit(false);
    }

    /** Begins anew; each statement commits by itself. */
    void autocommit() throws SQLException {
        if (!connection.getAutoCommit()) {
            connection.rollback();
            connection.setAutoCommit(true);
        }
        written.clear();
        stream = random.nextInt(STREAMS);
    }

    /** A stream behind the earlier ones of this transaction, so that transactions seldom wait for each other in a ring. */
    StreamId nextStream() {
        stream += 1 + random.nextInt(STREAMS / 8);
        return random.nextInt(NEW_STREAM_ONE_IN) == 0
                ? StreamId.of("stream-%05d-%s".formatted(stream, UUID.randomUUID()))
                : StreamId.of("stream-%05d".formatted(stream));
    }

    List<NewEvent> nextEvents(int most) {
        List<NewEvent> events = NewEvents.some(1 + random.nextInt(most), random);
        written.addAll(NewEvents.ids(events));
        return events;
    }

    void pause() {
        Pauses.betweenSteps(random);
    }

    /** How much was written until now, for {@link #forgetAfter}. */
    int written() {
        return written.size();
    }

    /** What was written after that is rolled back. */
    void forgetAfter(int mark) {
        written.subList(mark, written.size()).clear();
    }

    void commit() throws SQLException {
        Instant asked = Instant.now();
        connection.commit();
        acknowledged(asked);
    }

    /** The server has said that all of it is committed. */
    void acknowledged(Instant asked) {
        acknowledged.add(written, asked);
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
