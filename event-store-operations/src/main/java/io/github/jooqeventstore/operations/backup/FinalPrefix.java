package io.github.jooqeventstore.operations.backup;

import static io.github.jooqeventstore.schema.Tables.EVENTS;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.lead;

import io.github.jooqeventstore.EventStore;
import io.github.jooqeventstore.Horizon;
import io.github.jooqeventstore.operations.DatabaseTarget;
import io.github.jooqeventstore.operations.OperationsDatabase;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;

/**
 * Up to which position a backup may go: what commits later lies behind it.
 *
 * <p>A transaction is given its positions before it commits. A backup that went up to the highest visible one would miss those
 * of a transaction that is still open, and the next one, which begins behind it, would miss them too.
 *
 * @param position where the backup ends
 * @param head the highest position that was visible
 * @param holders who holds back what lies between the two
 */
record FinalPrefix(long position, long head, List<Horizon.Holder> holders) {
    private static final long PAUSE_NANOS = 20_000_000;

    /** Waits a while for the transactions that were open at the beginning. */
    static FinalPrefix of(DatabaseTarget target, long after, Duration patience) {
        DSLContext dsl =
                DSL.using(target.dataSource(), SQLDialect.POSTGRES, OperationsDatabase.settings(target.schema()));
        EventStore store = EventStore.using(dsl);
        long end = System.nanoTime() + patience.toNanos();
        Horizon horizon = store.horizon();
        long wanted = horizon.headPosition();
        while (horizon.finalPosition() < wanted && end - System.nanoTime() > 0) {
            LockSupport.parkNanos(PAUSE_NANOS);
            horizon = store.horizon();
        }
        long position = horizon.finalPosition() < wanted
                ? Math.max(horizon.finalPosition(), withoutGap(dsl, after))
                : horizon.finalPosition();
        return new FinalPrefix(position, horizon.headPosition(), horizon.holders());
    }

    // Where no position is missing, none can be filled.
    private static long withoutGap(DSLContext dsl, long after) {
        var next = dsl.select(
                        EVENTS.POSITION,
                        lead(EVENTS.POSITION).over().orderBy(EVENTS.POSITION).as("next"))
                .from(EVENTS)
                .where(EVENTS.POSITION.gt(after))
                .asTable("e");
        var position = DSL.field(DSL.name("e", EVENTS.POSITION.getName()), Long.class);
        boolean begins = dsl.fetchExists(EVENTS, EVENTS.POSITION.eq(after + 1));
        Long last = !begins
                ? null
                : dsl.select(position)
                        .from(next)
                        .where(DSL.field(DSL.name("e", "next"), Long.class).isDistinctFrom(position.plus(inline(1L))))
                        .orderBy(position)
                        .limit(1)
                        .fetchOne(0, Long.class);
        return last == null ? after : last;
    }
}
