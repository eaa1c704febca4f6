package io.github.jooqeventstore.operations.store;

import io.github.jooqeventstore.operations.OperationsDatabase;
import io.github.jooqeventstore.operations.TestStore;
import java.util.function.Consumer;
import org.jooq.DSLContext;

/** What an administrator of the server can do, whatever the triggers say. */
final class Tampering {
    private Tampering() {}

    static void with(TestStore store, Consumer<DSLContext> deed) {
        try (OperationsDatabase database = OperationsDatabase.open(store.target())) {
            database.dsl().execute("set session_replication_role = replica");
            deed.accept(database.dsl());
        }
    }

    /** Hands out positions to nobody. */
    static void passOver(TestStore store, int positions) {
        with(
                store,
                dsl -> dsl.fetch(
                        "select setval(pg_get_serial_sequence('event_store.events', 'position'),"
                                + " pg_sequence_last_value(pg_get_serial_sequence('event_store.events', 'position')::regclass) + ?)",
                        positions));
    }
}
