package io.github.jooqeventstore.testing;

import static io.github.jooqeventstore.schema.Tables.EVENTS;
import static io.github.jooqeventstore.testing.TortureTables.DELIVERED_AT;
import static io.github.jooqeventstore.testing.TortureTables.DELIVERIES;
import static io.github.jooqeventstore.testing.TortureTables.EVENT_ID;
import static io.github.jooqeventstore.testing.TortureTables.POSITION;
import static io.github.jooqeventstore.testing.TortureTables.READER;
import static io.github.jooqeventstore.testing.TortureTables.SEQUENCE;
import static io.github.jooqeventstore.testing.TortureTables.STREAM_ID;
import static io.github.jooqeventstore.testing.TortureTables.VERSION;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record7;
import org.jooq.Records;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/** What is in the tables at the end. */
final class Evidence implements AutoCloseable {

    private static final int ROWS_AT_ONCE = 5_000;

    // Only the server that keeps commit times is asked.
    private static final Field<Instant> COMMITTED_AT =
            DSL.function("pg_xact_commit_timestamp", SQLDataType.INSTANT, DSL.field(DSL.name("xmin")));

    // As the library divides streams, and always will: said again here, so that it is seen when it changes.
    private static final Field<Integer> PARTITION = DSL.bitAnd(
                    DSL.function("hashtextextended", SQLDataType.BIGINT, EVENTS.STREAM_ID, DSL.inline(0L)),
                    DSL.inline(Long.MAX_VALUE))
            .mod(DSL.inline((long) Readers.PARTITIONS))
            .cast(SQLDataType.INTEGER);

    private final Connection connection;
    private final DSLContext dsl;

    Evidence(Address address) throws SQLException {
        this.connection = address.connect(Address.Role.MANAGER);
        this.dsl = address.dsl(connection);
        // Row by row, which the driver does in a transaction alone.
        connection.setAutoCommit(false);
    }

    /**
     * The events in the order of positions.
     *
     * @param byServer whether the server tells when each was committed
     * @param askedAt when commits were asked for, used else
     */
    List<StoredEvent> stored(boolean byServer, Map<UUID, Instant> askedAt) {
        Field<Instant> committedAt = byServer ? COMMITTED_AT : DSL.inline(null, SQLDataType.INSTANT);
        List<StoredEvent> stored = new ArrayList<>();
        dsl.select(
                        EVENTS.POSITION,
                        EVENTS.EVENT_ID,
                        EVENTS.STREAM_ID,
                        EVENTS.VERSION,
                        EVENTS.EVENT_TYPE,
                        PARTITION,
                        committedAt)
                .from(EVENTS)
                .orderBy(EVENTS.POSITION)
                .fetchSize(ROWS_AT_ONCE)
                .fetchLazy()
                .forEach(row -> stored.add(storedEvent(row, askedAt)));
        return stored;
    }

    private static StoredEvent storedEvent(
            Record7<Long, UUID, String, Long, String, Integer, Instant> row, Map<UUID, Instant> askedAt) {
        Event event = new Event(row.value1(), row.value2(), row.value3(), row.value4());
        Instant byServer = row.value7();
        return new StoredEvent(
                event, row.value5(), row.value6(), byServer == null ? askedAt.get(event.id()) : byServer);
    }

    /** What a reader has delivered, in the order of its commits. */
    <T> T deliveries(String reader, Function<Stream<Delivery>, T> use) {
        try (Stream<Delivery> deliveries = dsl.select(POSITION, EVENT_ID, STREAM_ID, VERSION, DELIVERED_AT)
                .from(DELIVERIES)
                .where(READER.eq(reader))
                .orderBy(SEQUENCE)
                .fetchSize(ROWS_AT_ONCE)
                .fetchStream()
                .map(Records.mapping((position, id, stream, version, at) ->
                        new Delivery(new Event(position, id, stream, version), at)))) {
            return use.apply(deliveries);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
