package io.github.jooqeventstore;

import static io.github.jooqeventstore.ExpectedVersion.any;
import static io.github.jooqeventstore.Notes.note;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Future;

/** A store with group commit on one connection, whose one sender waits for a head: what is appended meanwhile gathers. */
final class Gathering implements AutoCloseable {

    private final TestDatabase database;
    private final EventStore store;
    private final Connection holder;
    private final StreamId held = StreamId.of("held", UUID.randomUUID());
    private final Future<AppendResult> first;

    Gathering(TestDatabase database, EventStore store) throws Exception {
        this.database = database;
        this.store = store;
        this.holder = hold(held);
        this.first = Threads.beside(() -> store.append(held, any(), note(1)));
        Sessions.awaitWaitingForLocks(database, 1);
    }

    /** A transaction that holds the head of a stream until it ends. */
    Connection hold(StreamId stream) throws SQLException {
        Connection connection = database.connect();
        connection.setAutoCommit(false);
        EventStore.using(database.dsl()).in(connection).append(stream, any(), note(0));
        return connection;
    }

    /** Appends on a virtual thread; it waits when this returns. */
    Future<AppendResult> append(StreamAppend append) throws Exception {
        int before = store.appendsThatWait();
        Future<AppendResult> future = Threads.beside(() -> store.append(append));
        awaitWaiting(before + 1);
        return future;
    }

    List<Future<AppendResult>> append(List<StreamAppend> appends) throws Exception {
        List<Future<AppendResult>> futures = new ArrayList<>();
        for (StreamAppend append : appends) {
            futures.add(append(append));
        }
        return futures;
    }

    void awaitWaiting(int appends) throws Exception {
        Await.until(appends + " appends waiting", () -> store.appendsThatWait() == appends);
    }

    /** Lets the first append through, and with it, together, all that has gathered. */
    void go() throws Exception {
        holder.rollback();
        Threads.result(first);
    }

    @Override
    public void close() throws SQLException {
        holder.close();
    }
}
