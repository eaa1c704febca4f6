package io.github.jooqeventstore.projection;

import static io.github.jooqeventstore.schema.Tables.PROJECTIONS;

import io.github.jooqeventstore.EventStore;
import org.jooq.DSLContext;
import org.jooq.Record3;
import org.jooq.SelectConditionStep;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Which versions of a projection there are.
 *
 * @param live the one that its tables show
 * @param next the one that is being built beside them, null if none is
 * @param previous the one that can be led back to, null if there is none
 */
record Versions(int live, @Nullable Integer next, @Nullable Integer previous) {

    boolean isLive(int version) {
        return live == version;
    }

    boolean isNext(int version) {
        return next != null && next == version;
    }

    /** Null if the projection was never started. */
    static @Nullable Versions find(DSLContext dsl, String name) {
        return select(dsl, name).fetchOne(row -> new Versions(row.value1(), row.value2(), row.value3()));
    }

    /** The same, kept as it is until the transaction ends. */
    static @Nullable Versions lock(DSLContext dsl, String name) {
        return select(dsl, name)
                .forNoKeyUpdate()
                .fetchOne(row -> new Versions(row.value1(), row.value2(), row.value3()));
    }

    private static SelectConditionStep<Record3<Integer, Integer, Integer>> select(DSLContext dsl, String name) {
        return dsl.select(PROJECTIONS.LIVE_VERSION, PROJECTIONS.NEXT_VERSION, PROJECTIONS.PREVIOUS_VERSION)
                .from(PROJECTIONS)
                .where(PROJECTIONS.NAME.eq(name));
    }

    /** The versions after a projection was begun: the first one to be started is live. */
    static Versions begin(EventStore store, Projection projection) {
        return store.withDsl(dsl -> {
            dsl.insertInto(PROJECTIONS, PROJECTIONS.NAME, PROJECTIONS.LIVE_VERSION)
                    .values(projection.name(), projection.version())
                    .onConflictDoNothing()
                    .execute();
            Versions found = find(dsl, projection.name());
            if (found == null) {
                throw new IllegalStateException(
                        "projection " + projection.name() + ": expected the row just written, found none");
            }
            return found;
        });
    }

    /** Writes these in the place of what was locked. */
    void write(DSLContext dsl, String name) {
        dsl.update(PROJECTIONS)
                .set(PROJECTIONS.LIVE_VERSION, live)
                .set(PROJECTIONS.NEXT_VERSION, next)
                .set(PROJECTIONS.PREVIOUS_VERSION, previous)
                .set(PROJECTIONS.UPDATED_AT, DSL.function("clock_timestamp", PROJECTIONS.UPDATED_AT.getDataType()))
                .where(PROJECTIONS.NAME.eq(name))
                .execute();
    }

    /** As in {@code version 1 live and version 2 being built}. */
    @Override
    public String toString() {
        return "version " + live + " live"
                + (next == null ? "" : ", version " + next + " being built")
                + (previous == null ? "" : ", version " + previous + " kept");
    }
}
