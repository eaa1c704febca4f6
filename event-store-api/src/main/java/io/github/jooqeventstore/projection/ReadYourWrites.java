package io.github.jooqeventstore.projection;

import static io.github.jooqeventstore.schema.Tables.EVENTS;
import static io.github.jooqeventstore.schema.Tables.PARKED_EVENTS;
import static io.github.jooqeventstore.schema.Tables.PROJECTIONS;
import static io.github.jooqeventstore.schema.Tables.SUBSCRIPTIONS;
import static org.jooq.impl.DSL.bitAnd;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.function;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.val;

import io.github.jooqeventstore.AppendNotVisibleException;
import io.github.jooqeventstore.AppendResult;
import io.github.jooqeventstore.EventFilter;
import io.github.jooqeventstore.EventStore;
import io.github.jooqeventstore.ProjectionBehindException;
import io.github.jooqeventstore.StreamId;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/** Waits until a projection shows an append. */
final class ReadYourWrites {

    private static final long SHORTEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long LONGEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(100);

    /** How far the partition of a stream has come in the version that is live. */
    private record Standing(
            int version,
            long position,
            boolean stopped,
            @Nullable String error,
            boolean parked) {}

    private final EventStore store;
    private final Projection projection;
    private final Passing passing;

    ReadYourWrites(EventStore store, Projection projection, Passing passing) {
        this.store = store;
        this.projection = projection;
        this.passing = passing;
    }

    void await(AppendResult append, Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        requireVisible(append);
        long awaited = lastOfInterest(append);
        if (awaited == 0) {
            return;
        }
        long pause = SHORTEST_PAUSE;
        while (true) {
            long seen = passing.batches();
            Standing standing = store.withDsl(dsl -> standing(dsl, append.stream()));
            if (hasPassed(standing, awaited)) {
                return;
            }
            long left = end - System.nanoTime();
            if (left <= 0) {
                throw behind(awaited, found(standing) + ", after " + patience);
            }
            pauseFor(seen, awaited, Math.min(left, pause), standing);
            pause = Math.min(2 * pause, LONGEST_PAUSE);
        }
    }

    private void pauseFor(long seen, long awaited, long nanos, @Nullable Standing standing) {
        try {
            passing.await(seen, awaited, nanos);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw behind(awaited, found(standing) + ", and the wait interrupted");
        }
    }

    /** On a connection of the store's own only what is committed can be seen. */
    private void requireVisible(AppendResult append) {
        String subject = "projection " + projection.name();
        boolean visible = store.withDsl(dsl -> {
            if (!dsl.connectionResult(connection -> connection.getAutoCommit())) {
                throw new AppendNotVisibleException(
                        subject,
                        append.stream(),
                        append.lastPosition(),
                        "the transaction still open that waits for it");
            }
            return dsl.fetchExists(selectOne()
                    .from(EVENTS)
                    .where(EVENTS.STREAM_ID.eq(append.stream().value()))
                    .and(EVENTS.VERSION.eq(append.lastVersion()))
                    .and(EVENTS.POSITION.eq(append.lastPosition())));
        });
        if (!visible) {
            throw new AppendNotVisibleException(
                    subject, append.stream(), append.lastPosition(), "no such event: not yet, or rolled back");
        }
    }

    /** The last event of the stream up to there that the projection is handed; 0 if there is none. */
    private long lastOfInterest(AppendResult append) {
        EventFilter filter = projection.definition().filter();
        if (filter instanceof EventFilter.Everything) {
            return append.lastPosition();
        }
        @Nullable
        Long last = store.withDsl(dsl -> dsl.select(EVENTS.POSITION)
                .from(EVENTS)
                .where(EVENTS.STREAM_ID.eq(append.stream().value()))
                .and(EVENTS.VERSION.le(append.lastVersion()))
                .and(filter.condition())
                .orderBy(EVENTS.VERSION.desc())
                .limit(inline(1))
                .fetchOne(EVENTS.POSITION));
        return last == null ? 0 : last;
    }

    private @Nullable Standing standing(DSLContext dsl, StreamId stream) {
        // The same hash as that of EventFilter.ofPartition, here with the number of partitions that the row says.
        Field<Long> hash = function("hashtextextended", SQLDataType.BIGINT, val(stream.value()), inline(0L));
        return dsl.select(
                        PROJECTIONS.LIVE_VERSION,
                        SUBSCRIPTIONS.POSITION,
                        SUBSCRIPTIONS.STOPPED_AT,
                        SUBSCRIPTIONS.LAST_ERROR,
                        exists(selectOne()
                                .from(PARKED_EVENTS)
                                .where(PARKED_EVENTS.SUBSCRIPTION.eq(SUBSCRIPTIONS.NAME))
                                .and(PARKED_EVENTS.STREAM_ID.eq(stream.value()))
                                .and(PARKED_EVENTS.STATUS.in(inline("parked"), inline("replaying")))))
                .from(PROJECTIONS)
                .join(SUBSCRIPTIONS)
                .on(SUBSCRIPTIONS.NAME.eq(
                        PROJECTIONS.NAME.concat(inline("@")).concat(PROJECTIONS.LIVE_VERSION.cast(SQLDataType.CLOB))))
                .and(bitAnd(hash, inline(Long.MAX_VALUE))
                        .mod(SUBSCRIPTIONS.PARTITIONS.cast(SQLDataType.BIGINT))
                        .eq(SUBSCRIPTIONS.PARTITION.cast(SQLDataType.BIGINT)))
                .where(PROJECTIONS.NAME.eq(projection.name()))
                .fetchOne(row -> new Standing(
                        row.value1(),
                        row.value2(),
                        row.value3() != null,
                        row.value4(),
                        Boolean.TRUE.equals(row.value5())));
    }

    private boolean hasPassed(@Nullable Standing standing, long awaited) {
        if (standing == null) {
            return false;
        }
        if (standing.parked()) {
            throw behind(awaited, "the stream put aside");
        }
        boolean passed = standing.position() >= awaited;
        if (!passed && standing.stopped()) {
            throw behind(awaited, found(standing));
        }
        return passed;
    }

    private static String found(@Nullable Standing standing) {
        if (standing == null) {
            return "it never started";
        }
        return "version " + standing.version() + (standing.stopped() ? " stopped" : "") + " at position "
                + standing.position() + (standing.error() == null ? "" : " with error " + standing.error());
    }

    private ProjectionBehindException behind(long awaited, String finding) {
        return new ProjectionBehindException(projection.name(), awaited, finding);
    }
}
