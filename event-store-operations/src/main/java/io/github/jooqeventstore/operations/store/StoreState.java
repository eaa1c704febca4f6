package io.github.jooqeventstore.operations.store;

import static io.github.jooqeventstore.schema.Tables.EVENTS;
import static io.github.jooqeventstore.schema.Tables.STORE;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.select;

import io.github.jooqeventstore.operations.OperationsDatabase;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.Records;

/**
 * What the store says of itself.
 *
 * @param storeId its identity, kept by a restore
 * @param epoch raised by every restore
 * @param schemaVersion the number of its last migration
 * @param headPosition the position of its last committed event; 0 when there is none
 */
public record StoreState(UUID storeId, long epoch, int schemaVersion, long headPosition) {
    /** {@return the epoch alone, in the transaction of the context} */
    public static long epoch(DSLContext dsl) {
        return dsl.select(STORE.EPOCH).from(STORE).fetchSingle().value1();
    }

    /** {@return the state at present} Two lookups by index, whatever the size of the store. */
    public static StoreState read(OperationsDatabase database) {
        return database.dsl()
                .select(
                        STORE.STORE_ID,
                        STORE.EPOCH,
                        STORE.SCHEMA_VERSION,
                        coalesce(field(select(max(EVENTS.POSITION)).from(EVENTS)), inline(0L)))
                .from(STORE)
                .fetchSingle(Records.mapping(StoreState::new));
    }
}
