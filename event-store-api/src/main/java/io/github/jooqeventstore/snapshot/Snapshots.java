package io.github.jooqeventstore.snapshot;

import io.github.jooqeventstore.EventSerializationException;
import io.github.jooqeventstore.EventStore;
import io.github.jooqeventstore.IncompatibleSchemaException;
import io.github.jooqeventstore.InvalidInputException;
import io.github.jooqeventstore.RecordedEvent;
import io.github.jooqeventstore.SnapshotBeyondHeadException;
import io.github.jooqeventstore.StreamId;
import io.github.jooqeventstore.TransactionConflictException;
import java.sql.Connection;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jooq.Configuration;
import org.jooq.DSLContext;
import org.jooq.exception.DataAccessException;

/**
 * Saves states of streams of one type, and loads states from the newest saved one on.
 *
 * <pre>{@code
 * Snapshots<Cart> carts = Snapshots.of(store, SnapshotType.of("cart", 1, Cart.class));
 *
 * StreamState<Cart> cart = carts.load(id, Cart.EMPTY, (state, event) -> state.after(event.payload()));
 * if (cart.replayed() > 100) {
 *     carts.save(cart);
 * }
 * }</pre>
 *
 * <p>One snapshot of a type is kept for each stream. It never goes backwards and never beyond the stream's last event, so
 * loading from it gives the state that all events give, provided that the fold is a function of state and event alone.
 * Snapshots of another schema version are ignored, older and newer: an older program goes on working beside a newer one,
 * only slower.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param <S> the state; must not change under the hands of those who share it
 */
public final class Snapshots<S> {

    private final EventStore store;
    private final SnapshotType<S> type;

    private Snapshots(EventStore store, SnapshotType<S> type) {
        this.store = store;
        this.type = type;
    }

    /** The snapshots of that type in that store; no statement is sent yet. */
    public static <S> Snapshots<S> of(EventStore store, SnapshotType<S> type) {
        return new Snapshots<>(
                InvalidInputException.requirePresent("snapshots", "store", store),
                InvalidInputException.requirePresent("snapshots", "type", type));
    }

    /** These in a transaction of the caller's, as {@link EventStore#in(Configuration)} says. */
    public Snapshots<S> in(Configuration configuration) {
        return new Snapshots<>(store.in(configuration), type);
    }

    /** These in a transaction of the caller's, as {@link EventStore#in(DSLContext)} says. */
    public Snapshots<S> in(DSLContext dsl) {
        return new Snapshots<>(store.in(dsl), type);
    }

    /** These on a connection of the caller's, as {@link EventStore#in(Connection)} says. */
    public Snapshots<S> in(Connection connection) {
        return new Snapshots<>(store.in(connection), type);
    }

    /** Saves a state that was loaded; see {@link #save(StreamId, long, Object)}. */
    public boolean save(StreamState<S> state) {
        InvalidInputException.requirePresent("snapshot " + type.name(), "state", state);
        return save(state.stream(), state.version(), state.state());
    }

    /**
     * Saves the state of a stream after one of its events, by one statement.
     *
     * <p>It takes the place of the snapshot that is there if it includes more events, or as many in a newer schema version.
     *
     * @param version the version of the last event that the state includes
     * @return whether it was written; false if a snapshot is there that is as new
     * @throws SnapshotBeyondHeadException if the stream does not have that version: nothing was written
     * @throws InvalidInputException if the version is less than 1, or the state cannot be stored; nothing was sent
     * @throws EventSerializationException if the state cannot be written as JSON; nothing was sent
     * @throws TransactionConflictException if PostgreSQL ended the transaction because of another: repeat it
     * @throws IncompatibleSchemaException if the database was not migrated for this version of the library
     * @throws DataAccessException for everything else that the database refuses
     */
    public boolean save(StreamId stream, long version, S state) {
        InvalidInputException.requirePresent("snapshot " + type.name(), "stream", stream);
        return new SaveSnapshot<>(type, stream, version, state).in(store);
    }

    /**
     * The snapshot of a stream; empty if none is there in this schema version.
     *
     * @throws EventSerializationException if its JSON is not what the class expects: the class was changed without a new
     *     schema version
     * @throws DataAccessException for everything that the database refuses
     */
    public Optional<Snapshot<S>> newest(StreamId stream) {
        return newestAt(stream, Long.MAX_VALUE);
    }

    /**
     * The snapshot of a stream if it is at or below a version, in this schema version; else empty.
     *
     * @throws InvalidInputException if the version is less than 1
     * @see #newest(StreamId) what else is thrown
     */
    public Optional<Snapshot<S>> newestAt(StreamId stream, long version) {
        InvalidInputException.requirePresent("snapshot " + type.name(), "stream", stream);
        return new FindSnapshot<>(type, stream, version).in(store);
    }

    /**
     * The state of a stream after its last event: that of the snapshot, with the events behind it folded into it. Two
     * statements, and one more for each further page of events.
     *
     * @param initial the state before the first event
     * @param fold the state after an event, from the state before it; must not be null
     * @throws EventSerializationException if the snapshot's JSON is not what the class expects
     * @throws DataAccessException for everything that the database refuses
     */
    public StreamState<S> load(
            StreamId stream, S initial, BiFunction<? super S, ? super RecordedEvent, ? extends S> fold) {
        return loadAt(stream, Long.MAX_VALUE, initial, fold);
    }

    /**
     * The state of a stream as it was after an event: from the snapshot if that is at or below the version, else from the
     * first event.
     *
     * @param version the version of the last event to be included; the state after the last event if the stream has not
     *     come so far
     * @throws InvalidInputException if the version is less than 1
     * @see #load(StreamId, Object, BiFunction) what else is thrown
     */
    public StreamState<S> loadAt(
            StreamId stream, long version, S initial, BiFunction<? super S, ? super RecordedEvent, ? extends S> fold) {
        String subject = "state of stream " + stream;
        InvalidInputException.requirePresent(subject, "initial state", initial);
        InvalidInputException.requirePresent(subject, "fold", fold);
        StreamState<S> start = newestAt(stream, version)
                .map(found -> new StreamState<>(stream, found.version(), found.state(), 0))
                .orElseGet(() -> new StreamState<>(stream, 0, initial, 0));
        return Replay.from(start, version, fold, store);
    }
}
