package io.github.jooqeventstore.testing;

import static io.github.jooqeventstore.schema.Tables.EVENTS;
import static io.github.jooqeventstore.schema.Tables.SUBSCRIPTIONS;
import static io.github.jooqeventstore.testing.TortureTables.DELIVERIES;
import static io.github.jooqeventstore.testing.TortureTables.POSITION;
import static io.github.jooqeventstore.testing.TortureTables.READER;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/** Waits until the readers have come to the end, with nobody writing any more. */
final class Drain {

    /** Far more than a lease, which partitions of a reader wait for that was killed in the end. */
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private static final Duration BETWEEN = Duration.ofMillis(100);

    private Drain() {}

    /** The readers that have not come to the last event that they must deliver. */
    static List<String> wait(Address address, List<ReaderKind> kinds) throws SQLException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        try (Connection connection = address.connect(Address.Role.MANAGER)) {
            List<String> behind = behind(address.dsl(connection), kinds);
            while (!behind.isEmpty() && System.nanoTime() < end) {
                Pauses.passing(BETWEEN, () -> true);
                behind = behind(address.dsl(connection), kinds);
            }
            return behind;
        }
    }

    private static List<String> behind(DSLContext dsl, List<ReaderKind> kinds) {
        List<String> behind = new ArrayList<>();
        for (ReaderKind kind : kinds) {
            long last = lastOf(dsl, kind);
            for (String journal : Readers.journals(kind)) {
                long through = kind.isShared() ? handledBy(dsl, journal) : deliveredBy(dsl, journal);
                if (through < last) {
                    behind.add(journal);
                }
            }
        }
        return behind;
    }

    private static long lastOf(DSLContext dsl, ReaderKind kind) {
        Condition expected =
                kind.expects(NewEvents.COMMON) ? DSL.noCondition() : EVENTS.EVENT_TYPE.eq(NewEvents.FLAGGED);
        return dsl.select(DSL.coalesce(DSL.max(EVENTS.POSITION), 0L))
                .from(EVENTS)
                .where(expected)
                .fetchSingle()
                .value1();
    }

    /** Some partitions may be far before others: what the hindmost has behind it. */
    private static long handledBy(DSLContext dsl, String subscription) {
        return dsl.select(DSL.coalesce(DSL.min(SUBSCRIPTIONS.POSITION), 0L))
                .from(SUBSCRIPTIONS)
                .where(SUBSCRIPTIONS.NAME.eq(subscription))
                .fetchSingle()
                .value1();
    }

    private static long deliveredBy(DSLContext dsl, String reader) {
        return dsl.select(DSL.coalesce(DSL.max(POSITION), 0L))
                .from(DELIVERIES)
                .where(READER.eq(reader))
                .fetchSingle()
                .value1();
    }
}
