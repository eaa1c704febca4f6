package io.github.jooqeventstore.benchmarks;

import io.github.jooqeventstore.EventStore;
import io.github.jooqeventstore.ExpectedVersion;
import io.github.jooqeventstore.RecordedEvent;
import io.github.jooqeventstore.StreamId;
import io.github.jooqeventstore.benchmarks.contender.Contender;
import java.sql.SQLException;
import java.util.List;

/** The event store, with the promises that it always makes. */
record EventStoreContender(Database database, EventStore store) implements Contender {

    /** Each append by itself. */
    static EventStoreContender direct(Database database) {
        return new EventStoreContender(database, database.store());
    }

    /** Where an execute listener is configured, as Spring Boot does. */
    static EventStoreContender listenedTo(Database database) {
        return new EventStoreContender(database, database.storeListenedTo());
    }

    /** Appends of different callers together. */
    static EventStoreContender groupCommit(Database database) {
        return new EventStoreContender(database, database.storeWithGroupCommit());
    }

    @Override
    public void createTables() throws SQLException {
        database.createTables();
    }

    @Override
    public void append(String stream, long version, int events) {
        store.append(
                StreamId.of(stream),
                version == 0 ? ExpectedVersion.noStream() : ExpectedVersion.exactly(version),
                SampleEvents.list(events));
    }

    @Override
    public List<RecordedEvent> load(String stream) {
        return store.load(StreamId.of(stream));
    }

    @Override
    public void close() {
        database.close();
    }
}
