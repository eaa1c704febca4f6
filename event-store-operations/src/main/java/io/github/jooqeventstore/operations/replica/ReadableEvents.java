package io.github.jooqeventstore.operations.replica;

import static io.github.jooqeventstore.schema.Tables.STORE;

import io.github.jooqeventstore.operations.OperationsDatabase;
import io.github.jooqeventstore.operations.store.StoreState;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;

/**
 * How far the events of a store can be read where it is asked.
 *
 * @param headPosition the position of the last event that has arrived here
 * @param publishedHorizon up to which position the primary has said that the order of all events is final: a standby cannot find
 *     out by itself, and readers of all events go on from there only as long as no position is missing
 * @param epoch the store's epoch
 */
public record ReadableEvents(long headPosition, long publishedHorizon, long epoch) {
    /** {@return what there is, or null where the database holds no store} */
    static @Nullable ReadableEvents read(OperationsDatabase database) {
        try {
            StoreState state = StoreState.read(database);
            Long published = database.dsl()
                    .select(STORE.PUBLISHED_HORIZON)
                    .from(STORE)
                    .fetchSingle()
                    .value1();
            return new ReadableEvents(state.headPosition(), published, state.epoch());
        } catch (DataAccessException e) {
            // The server is asked about, whatever is in this database of it.
            return null;
        }
    }
}
