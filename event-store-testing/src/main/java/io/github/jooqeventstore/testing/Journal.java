package io.github.jooqeventstore.testing;

import static io.github.jooqeventstore.testing.TortureTables.CHECKPOINTS;
import static io.github.jooqeventstore.testing.TortureTables.DELIVERED_AT;
import static io.github.jooqeventstore.testing.TortureTables.DELIVERIES;
import static io.github.jooqeventstore.testing.TortureTables.EFFECTS;
import static io.github.jooqeventstore.testing.TortureTables.EVENT_ID;
import static io.github.jooqeventstore.testing.TortureTables.POSITION;
import static io.github.jooqeventstore.testing.TortureTables.READER;
import static io.github.jooqeventstore.testing.TortureTables.STREAM_ID;
import static io.github.jooqeventstore.testing.TortureTables.VERSION;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.Row6;
import org.jooq.impl.DSL;

/** What a reader has committed: the events that it was given, in order, and with them its checkpoint, if it keeps one here. */
final class Journal {

    /** Two readers of one name: the earlier one was thought dead, and was about to commit. */
    static final class AnotherReaderException extends RuntimeException {

        private static final long serialVersionUID = 1;

        AnotherReaderException(String reader) {
            super("reader " + reader + ": expected its checkpoint where it left it, found it moved by another");
        }
    }

    private final String reader;
    private final DSLContext dsl;

    Journal(String reader, DSLContext dsl) {
        this.reader = reader;
        this.dsl = dsl;
    }

    long checkpoint() {
        dsl.insertInto(CHECKPOINTS, READER, POSITION)
                .values(reader, 0L)
                .onConflictDoNothing()
                .execute();
        return dsl.select(POSITION)
                .from(CHECKPOINTS)
                .where(READER.eq(reader))
                .fetchSingle()
                .value1();
    }

    /** Moves the checkpoint first: whoever holds its row is the only one to write. */
    void commit(long checkpoint, Page page) {
        Instant delivered = Instant.now();
        dsl.transaction(tx -> {
            int moved = tx.dsl()
                    .update(CHECKPOINTS)
                    .set(POSITION, page.through())
                    .where(READER.eq(reader))
                    .and(POSITION.eq(checkpoint))
                    .execute();
            if (moved == 0) {
                throw new AnotherReaderException(reader);
            }
            note(tx.dsl(), page.events(), delivered);
        });
    }

    /**
     * Notes a delivery by a statement of its own, unless that was done before.
     *
     * @return whether it was new
     */
    boolean noteOnce(Event event, Instant delivered) {
        var first = DSL.name("first")
                .as(DSL.insertInto(EFFECTS, READER, EVENT_ID)
                        .values(reader, event.id())
                        .onConflictDoNothing()
                        .returningResult(EVENT_ID));
        return dsl.with(first)
                        .insertInto(DELIVERIES, READER, POSITION, EVENT_ID, STREAM_ID, VERSION, DELIVERED_AT)
                        .select(DSL.select(
                                        DSL.val(reader),
                                        DSL.val(event.position()),
                                        DSL.val(event.id()),
                                        DSL.val(event.stream()),
                                        DSL.val(event.version()),
                                        DSL.val(delivered))
                                .from(first))
                        .execute()
                > 0;
    }

    /** Notes deliveries in a transaction of the caller's. */
    void note(DSLContext tx, List<Event> events, Instant delivered) {
        if (events.isEmpty()) {
            return;
        }
        tx.insertInto(DELIVERIES, READER, POSITION, EVENT_ID, STREAM_ID, VERSION, DELIVERED_AT)
                .valuesOfRows(
                        events.stream().map(event -> row(event, delivered)).toList())
                .execute();
    }

    private Row6<String, Long, UUID, String, Long, Instant> row(Event event, Instant delivered) {
        return DSL.row(reader, event.position(), event.id(), event.stream(), event.version(), delivered);
    }
}
