package io.github.jooqeventstore.subscription;

import static io.github.jooqeventstore.schema.Tables.STORE;

import io.github.jooqeventstore.EventStore;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The channel of a store's notifications. */
final class Channel {

    private Channel() {}

    /** Letters, digits and underscores only: it is safe to write it into a statement. */
    static String of(EventStore store) {
        @Nullable
        UUID id = store.withDsl(dsl -> dsl.select(STORE.STORE_ID).from(STORE).fetchOne(STORE.STORE_ID));
        if (id == null) {
            throw new IllegalStateException("event store: expected the store's own row, found none");
        }
        return "event_store_" + id.toString().replace('-', '_');
    }
}
