package io.github.jooqeventstore.migration;

import java.util.List;

/** Reads what {@link SchemaInfo} says. */
final class ReadInfo {
    private final StoreSession session;

    ReadInfo(StoreSession session) {
        this.session = session;
    }

    SchemaInfo run() {
        SchemaState state = SchemaState.read(session);
        List<Migration> migrations =
                StoreFlyway.with(session, 0, flyway -> History.read(flyway).migrations(state));
        return new SchemaInfo(session.schema(), migrations, state.store());
    }
}
