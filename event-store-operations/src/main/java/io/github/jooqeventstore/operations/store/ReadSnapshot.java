package io.github.jooqeventstore.operations.store;

import static io.github.jooqeventstore.schema.Tables.EVENTS;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.lag;
import static org.jooq.impl.DSL.min;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.select;

import io.github.jooqeventstore.EventStore;
import io.github.jooqeventstore.Horizon;
import io.github.jooqeventstore.operations.DatabaseFailures;
import io.github.jooqeventstore.operations.DatabaseTarget;
import io.github.jooqeventstore.operations.OperationsDatabase;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import org.jooq.DSLContext;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/** One moment of a store: every query sees the same events, whatever is appended meanwhile. */
final class ReadSnapshot implements AutoCloseable {
    private static final long CLOCK_SECONDS = 60;

    private final OperationsDatabase database;
    private final Horizon horizon;
    private final long begun;

    private ReadSnapshot(OperationsDatabase database, Horizon horizon) {
        this.database = database;
        this.horizon = horizon;
        this.begun = System.nanoTime();
    }

    static ReadSnapshot open(DatabaseTarget target) {
        OperationsDatabase database = OperationsDatabase.open(target);
        try {
            // Asked before: what is final then is there as a whole in every later moment.
            Horizon horizon = EventStore.using(database.dsl()).horizon();
            database.connection().setAutoCommit(false);
            // SET is not in jOOQ's language.
            database.dsl().execute("set transaction isolation level repeatable read, read only");
            database.dsl().execute("set local statement_timeout = 0");
            database.dsl().execute("set local idle_in_transaction_session_timeout = 0");
            database.dsl().execute("set local work_mem = '64MB'");
            return new ReadSnapshot(database, horizon);
        } catch (SQLException e) {
            database.close();
            throw DatabaseFailures.of(target.toString(), "a transaction", e);
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    OperationsDatabase database() {
        return database;
    }

    DSLContext dsl() {
        return database.dsl();
    }

    /** No event can appear any more at this position or before: only missing positions can be filled, by who is open. */
    long finalPosition() {
        if (horizon.finalPosition() >= horizon.headPosition()) {
            return horizon.headPosition();
        }
        var e = select(
                        EVENTS.POSITION,
                        EVENTS.CREATED_AT,
                        coalesce(lag(EVENTS.POSITION).over().orderBy(EVENTS.POSITION), inline(0L))
                                .as("before"))
                .from(EVENTS)
                .where(EVENTS.POSITION.le(horizon.headPosition()))
                .asTable("e");
        var position = field(name("e", EVENTS.POSITION.getName()), SQLDataType.BIGINT);
        var before = field(name("e", "before"), SQLDataType.BIGINT);
        OffsetDateTime since = openSince();
        return dsl().select(coalesce(min(before), inline(horizon.headPosition())))
                .from(e)
                .where(position.gt(before.plus(inline(1L))))
                .and(position.gt(horizon.finalPosition()))
                .and(
                        since == null
                                ? noCondition()
                                : field(name("e", EVENTS.CREATED_AT.getName()), EVENTS.CREATED_AT.getDataType())
                                        .ge(since))
                .fetchSingle()
                .value1();
    }

    /**
     * Whether a transaction that is open may hold the positions up to this one.
     *
     * @param after when the event behind them was appended; null where that is not known
     */
    boolean mayBeFilled(long position, @Nullable OffsetDateTime after) {
        if (position > horizon.headPosition()) {
            return true;
        }
        OffsetDateTime since = openSince();
        return position > horizon.finalPosition() && (since == null || after == null || !after.isBefore(since));
    }

    // Whoever holds a position began before the event behind it was appended. A minute, for a clock that was set back.
    private @Nullable OffsetDateTime openSince() {
        Instant oldest = Instant.MAX;
        for (Horizon.Holder holder : horizon.holders()) {
            Instant since = holder instanceof Horizon.Session session ? session.since() : null;
            if (since == null) {
                return null;
            }
            oldest = since.isBefore(oldest) ? since : oldest;
        }
        return horizon.holders().isEmpty()
                ? null
                : oldest.minusSeconds(CLOCK_SECONDS).atOffset(ZoneOffset.UTC);
    }

    long events() {
        return dsl().select(count().cast(SQLDataType.BIGINT))
                .from(EVENTS)
                .fetchSingle()
                .value1();
    }

    long heldMillis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
    }

    @Override
    public void close() {
        database.close();
    }
}
