package io.github.jooqeventstore;

import io.github.jooqeventstore.CallListener.Call;
import io.github.jooqeventstore.migration.SchemaMigrations;
import java.sql.Connection;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jooq.Configuration;
import org.jooq.DSLContext;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;

/**
 * Appends events to streams and reads them back, through the jOOQ configuration that it is given.
 *
 * <pre>{@code
 * EventStore store = EventStore.using(dsl, EventTypes.of(OrderEvent.class));
 * StreamId order = StreamId.of("order-42");
 * store.append(order, ExpectedVersion.noStream(), new OrderPlaced("Ada", new BigDecimal("12.50")));
 * List<RecordedEvent> history = store.load(order);
 * }</pre>
 *
 * <p><b>Transactions.</b> What the configuration's connections belong to, the store's statements belong to. Inside a
 * transaction of the caller's ({@link #in(Configuration)}) an append commits and rolls back with everything else in it;
 * outside, each append commits by itself. A refused append raises no SQL error: the caller's transaction goes on.
 *
 * <p><b>Settings.</b> Schema mapping, quoting, execute listeners and the rest of the configuration are used as they are at
 * each call and are never changed.
 *
 * <p>Immutable and safe for use by many threads; one for the whole application will do.
 */
public final class EventStore {

    private final Database database;
    private final EventCodec codec;
    private final Refusal refusal;
    private final StreamRead streams;
    private final QueryRead queries;
    private final AllRead all;
    private final AppendListeners listeners;
    private final CallListeners calls;
    private final InlineProjections inline;
    private final boolean onlyDurable;
    private final int pageSize;
    private final @Nullable GroupCommit group;

    EventStore(
            Database database,
            EventCodec codec,
            boolean onlyDurable,
            int pageSize,
            AppendListeners listeners,
            CallListeners calls,
            InlineProjections inline,
            @Nullable GroupCommitOptions together) {
        this.database = database;
        this.codec = codec;
        this.onlyDurable = onlyDurable;
        this.pageSize = pageSize;
        this.listeners = listeners;
        this.calls = calls;
        this.inline = inline;
        this.refusal = new Refusal(database, onlyDurable);
        this.group = together == null ? null : new GroupCommit(database, refusal, listeners, codec, together);
        this.streams = new StreamRead(database, codec, calls);
        this.queries = new QueryRead(database, codec, calls);
        this.all = new AllRead(database, codec, calls);
    }

    /**
     * The event store behind a jOOQ context, for events that are JSON already; no statement is sent yet.
     *
     * @throws InvalidInputException if the dialect is not PostgreSQL's, or connections are R2DBC's
     */
    public static EventStore using(DSLContext dsl) {
        return builder(dsl).build();
    }

    /**
     * The event store behind a jOOQ context, for events of these types; no statement is sent yet.
     *
     * @throws InvalidInputException if the dialect is not PostgreSQL's, or connections are R2DBC's, or as
     *     {@link EventStoreBuilder#types(EventTypes)} says
     */
    public static EventStore using(DSLContext dsl, EventTypes types) {
        return builder(dsl).types(types).build();
    }

    /** The event store behind a jOOQ context, with choices of one's own. */
    public static EventStoreBuilder builder(DSLContext dsl) {
        return new EventStoreBuilder(InvalidInputException.requirePresent("event store", "jOOQ context", dsl)
                .configuration());
    }

    /**
     * This store in a transaction of the caller's, or wherever else that configuration leads.
     *
     * <pre>{@code
     * dsl.transaction(tx -> {
     *     store.in(tx).append(order, exactly(3), new OrderShipped(parcel));
     *     tx.dsl().insertInto(SHIPMENTS).set(…).execute();
     * });
     * }</pre>
     *
     * @throws InvalidInputException if the dialect is not PostgreSQL's, or connections are R2DBC's
     */
    public EventStore in(Configuration configuration) {
        return new EventStore(
                database.on(JdbcConfiguration.require(configuration)),
                codec,
                onlyDurable,
                pageSize,
                listeners,
                calls,
                inline,
                null);
    }

    /** This store in a transaction of the caller's, or wherever else that context leads. */
    public EventStore in(DSLContext dsl) {
        return in(InvalidInputException.requirePresent("event store", "jOOQ context", dsl)
                .configuration());
    }

    /** This store on a connection of the caller's, whose transaction the caller ends. */
    public EventStore in(Connection connection) {
        return in(OneConnection.of(
                database.configuration(),
                InvalidInputException.requirePresent("event store", "connection", connection)));
    }

    /**
     * Appends events to a stream: all or none, checked and written by one statement.
     *
     * <p>An append whose events (by their ids) are stored already, on this stream and one behind the other, changes
     * nothing and returns the first result, whatever is expected.
     *
     * @param events payloads, or {@link NewEvent}s where an event has an id or metadata of its own
     * @return versions and positions of the events
     * @throws WrongExpectedVersionException if the stream is not what was expected: load it again and decide again
     * @throws StreamArchivedException if the stream is archived
     * @throws EventIdAlreadyUsedException if an id belongs to another event
     * @throws InvalidInputException if the input cannot be stored; nothing was sent
     * @throws UnknownEventTypeException if {@link EventTypes} does not know the class of a payload; nothing was sent
     * @throws EventSerializationException if a payload cannot be written as JSON; nothing was sent
     * @throws AppendOutcomeUnknownException if the connection was lost before the answer came: ask the same again
     * @throws AppendWithdrawnException if a store with group commit did not send the append in time; nothing was written
     * @throws TransactionConflictException if PostgreSQL ended the transaction because of another: repeat it
     * @throws NotDurableException if the append could be lost after it was acknowledged
     * @throws ReadOnlyDatabaseException if the database only reads
     * @throws IncompatibleSchemaException if the database was not migrated for this version of the library
     * @throws DataAccessException for everything else that the database refuses
     * @throws RuntimeException whatever an {@link InlineProjection} has thrown; nothing of the append was written
     */
    public AppendResult append(StreamId stream, ExpectedVersion expected, Object... events) {
        return append(StreamAppend.of(stream, expected, events));
    }

    /** The same as {@link #append(StreamId, ExpectedVersion, Object...)} with the events in a list. */
    public AppendResult append(StreamId stream, ExpectedVersion expected, List<?> events) {
        return append(StreamAppend.of(stream, expected, events));
    }

    /** The same as {@link #append(StreamId, ExpectedVersion, Object...)} with everything in one value. */
    public AppendResult append(StreamAppend append) {
        return append(List.of(InvalidInputException.requirePresent("append", "stream", append)))
                .getFirst();
    }

    /**
     * Appends events to several streams: all or none, checked and written by one statement.
     *
     * <p>Every expectation must hold, else nothing is written and the first that does not is reported. In a caller's
     * transaction a savepoint is set where two streams may have to be created or one expectation is {@code any}, so that
     * losing a race leaves the transaction usable and no lock behind: two further round trips.
     *
     * @param appends one part for each stream, each stream once
     * @return the results in the order of the parts
     * @throws InvalidInputException if there are no parts or a stream is named twice, and as for one stream; nothing was
     *     sent
     * @see #append(StreamId, ExpectedVersion, Object...) what else is thrown
     */
    public List<AppendResult> append(List<StreamAppend> appends) {
        List<StreamAppend> parts = InvalidInputException.requireAllPresent("append", "streams", appends);
        if (parts.isEmpty()) {
            throw new InvalidInputException("append", "must name a stream, found none");
        }
        return calls.told(Call.APPEND, () -> send(parts), EventStore::written);
    }

    private List<AppendResult> send(List<StreamAppend> parts) {
        if (parts.size() > 1) {
            SeveralAppends.requireDistinctStreams(parts);
        }
        List<List<EncodedEvent>> encoded = codec.encode(parts);
        if (group != null && parts.size() == 1) {
            return List.of(group.append(parts.getFirst(), encoded.getFirst()));
        }
        AppendAttempt attempt = parts.size() == 1
                ? new Append(database, parts.getFirst(), encoded.getFirst())
                : new SeveralAppends(database, parts, encoded);
        return attempt.run(database, refusal, listeners, inline, codec);
    }

    private static long written(List<AppendResult> results) {
        return results.stream().mapToLong(EventStore::written).sum();
    }

    private static long written(AppendResult result) {
        return result.repeated() ? 0 : result.positions().size();
    }

    /**
     * The same as {@link #append(StreamAppend)} for a store with {@linkplain EventStoreBuilder#groupCommit() group commit}, without
     * waiting for more than room in the queue. Appends of one thread to one stream are sent in the order of the calls.
     *
     * <p>The future is completed on a virtual thread, with the result or with what {@code append} throws. Cancelling it
     * withdraws an append that is not sent yet, and says nothing about one that is.
     *
     * @throws InvalidInputException if this store has no group commit, and as for {@code append}; nothing was sent
     * @throws AppendWithdrawnException if there was no room in time; nothing was written
     */
    public CompletableFuture<AppendResult> appendAsync(StreamAppend append) {
        InvalidInputException.requirePresent("append", "stream", append);
        GroupCommit together = group;
        if (together == null) {
            throw new InvalidInputException(
                    "append to stream " + append.stream(),
                    "must be sent through a store with group commit to be asynchronous, found one without");
        }
        return calls.toldLater(
                Call.APPEND,
                () -> together.appendAsync(append, codec.encode(List.of(append)).getFirst()),
                EventStore::written);
    }

    /**
     * Imports the events of streams that are not there yet, millions of them if need be: all or none, by PostgreSQL's
     * COPY.
     *
     * <pre>{@code
     * ImportResult imported = store.appendAll(history.map(line -> ImportedEvent.of(line.stream(), line.event())));
     * }</pre>
     *
     * <p>Events are taken from their source while they are sent; versions count from 1 in each stream, and positions rise,
     * in the order of the source. In memory are some megabytes of events and the names of all streams. It is fastest where
     * the events of a stream come one behind the other.
     *
     * <p>It happens in one transaction: the caller's, where this store is in one, else its own. Readers of all events see
     * the import, and what is appended beside it, when that transaction has ended.
     *
     * <p>COPY passes jOOQ by: execute listeners do not see it, and a query timeout does not end it. Where an import ends in
     * an error, nothing of it is written and the caller's transaction goes on; what its source throws is thrown.
     *
     * @throws WrongExpectedVersionException if a stream is there already
     * @throws StreamArchivedException if a stream is there, and archived
     * @throws EventIdAlreadyUsedException if an id is stored already, or comes twice
     * @throws ImportOutcomeUnknownException if the connection was lost while the import was committed
     * @throws InvalidInputException if an event cannot be stored, if the store has inline projections, which would not be
     *     shown the events, or if the connection is not one of PostgreSQL's own JDBC driver
     * @see #append(StreamId, ExpectedVersion, Object...) what else is thrown
     */
    public ImportResult appendAll(Stream<ImportedEvent> events) {
        return appendAll(
                InvalidInputException.requirePresent("import", "events", events).iterator());
    }

    /** The same as {@link #appendAll(Stream)} with events of a collection, or of whatever else makes an iterator. */
    public ImportResult appendAll(Iterable<ImportedEvent> events) {
        return appendAll(
                InvalidInputException.requirePresent("import", "events", events).iterator());
    }

    private ImportResult appendAll(Iterator<ImportedEvent> events) {
        inline.requireAbsent("import");
        return calls.told(
                Call.IMPORT,
                () -> new Import(database, codec, onlyDurable, events).run(listeners),
                ImportResult::events);
    }

    /** How many appends wait to be sent; for tests. */
    int appendsThatWait() {
        return group == null ? 0 : group.waiting();
    }

    /**
     * All events of a stream in the order of their versions; empty if there is no such stream.
     *
     * @throws IncompatibleSchemaException if the database was not migrated for this version of the library
     * @throws DataAccessException for everything else that the database refuses
     */
    public List<RecordedEvent> load(StreamId stream) {
        return load(stream, StreamSlice.forward());
    }

    /** Those events of a stream; empty if there is no such stream or no such version. */
    public List<RecordedEvent> load(StreamId stream, StreamSlice slice) {
        return streams.load(
                InvalidInputException.requirePresent("load", "stream", stream),
                InvalidInputException.requirePresent("load", "slice", slice));
    }

    /**
     * Those events of a stream, loaded page by page while they are consumed.
     *
     * <p>Of a stream of any length only one page ({@link EventStoreBuilder#pageSize(int)}) is in memory. No connection and no
     * transaction is held between pages; since events are never changed, the pages fit together all the same. Events that
     * are appended meanwhile may be included.
     */
    public Stream<RecordedEvent> loadLazily(StreamId stream, StreamSlice slice) {
        return streams.loadLazily(
                InvalidInputException.requirePresent("load", "stream", stream),
                InvalidInputException.requirePresent("load", "slice", slice),
                pageSize);
    }

    /** The version of the last event of a stream; empty if there is no such stream. */
    public OptionalLong currentVersion(StreamId stream) {
        return streams.currentVersion(InvalidInputException.requirePresent("current version", "stream", stream));
    }

    /** The events that answer a question, in the order of positions; see {@link EventQuery} for what that promises. */
    public List<RecordedEvent> query(EventQuery query) {
        return queries.query(InvalidInputException.requirePresent("query", "query", query));
    }

    /** The same, loaded page by page while they are consumed, with nothing held between pages. */
    public Stream<RecordedEvent> queryLazily(EventQuery query) {
        return queries.queryLazily(InvalidInputException.requirePresent("query", "query", query), pageSize);
    }

    /**
     * Events of the whole store in the order of their positions, as far as that order is final.
     *
     * <pre>{@code
     * AllSlice next = AllSlice.all().after(checkpoint);
     * AllPage page = store.readAll(next);
     * handle(page.events());
     * next = next.after(page.through());
     * }</pre>
     *
     * <p>Nothing is ever missed: positions are handed out before commit, and where one is absent this waits (by returning
     * what comes before it) until nobody can fill it any more. A transaction that has appended and stays open holds back
     * what comes behind it; see {@link #horizon()}. Nothing new is final when {@link AllPage#through()} has not moved: ask
     * again later. On a replica, what the primary has published is final ({@link #publishHorizon()}), and what follows
     * without a gap.
     *
     * @throws InvalidInputException inside a transaction of the caller's, which would see its own events before they are
     *     committed, and on connections that do not commit by themselves
     * @throws GlobalOrderException if the order cannot be told: the message says what the database lacks
     * @throws IncompatibleSchemaException if the database was not migrated for this version of the library
     * @throws DataAccessException for everything else that the database refuses
     */
    public AllPage readAll(AllSlice slice) {
        return all.read(InvalidInputException.requirePresent("read all", "slice", slice));
    }

    /**
     * The same page by page while they are consumed, up to what is final at the moment when a page is asked for; ends when
     * nothing more is. One page is in memory, and nothing is held between pages.
     */
    public Stream<RecordedEvent> readAllLazily(AllSlice slice) {
        return all.readLazily(InvalidInputException.requirePresent("read all", "slice", slice));
    }

    /**
     * How far the order of all events is final, and who holds it back.
     *
     * @throws InvalidInputException as for {@link #readAll}
     * @throws GlobalOrderException as for {@link #readAll}
     */
    public Horizon horizon() {
        return all.horizon();
    }

    /**
     * Tells replicas how far the order is final: they cannot find out by themselves. Costs a small write, so call it as
     * often as readers on replicas need it and no oftener.
     *
     * @return the position up to which the order is final
     * @throws ReadOnlyDatabaseException on a replica
     * @throws GlobalOrderException also if the role may not write {@code store.published_horizon}
     */
    public long publishHorizon() {
        return all.publishHorizon();
    }

    /**
     * Has a listener told of each append through this store and all that are derived from it with {@code in}, in this
     * program alone: a wake-up, to be completed by asking {@link #readAll} from time to time.
     *
     * @return closing it ends the telling
     */
    public AppendListener.Registration onAppend(AppendListener listener) {
        return listeners.add(InvalidInputException.requirePresent("event store", "append listener", listener));
    }

    /**
     * Has a listener told how each append and each read of this store and of all that are derived from it has ended, in this
     * program alone; {@link EventStoreMeters} makes metrics of it.
     *
     * @return closing it ends the telling
     */
    public AppendListener.Registration onCall(CallListener listener) {
        return calls.add(InvalidInputException.requirePresent("event store", "call listener", listener));
    }

    /**
     * The migrations of the schema that this store's statements reach, mapped as they are.
     *
     * @throws InvalidInputException if the configuration is not one over a {@link javax.sql.DataSource}, or if a
     *     transaction of the caller's is open: a migration commits by itself
     */
    public SchemaMigrations migrations() {
        return MappedMigrations.of(database);
    }

    /**
     * Statements of one's own with jOOQ, on one connection of this store.
     *
     * <pre>{@code
     * int streams = store.withDsl(dsl -> dsl.fetchCount(STREAMS, STREAMS.ARCHIVED_AT.isNull()));
     * }</pre>
     *
     * <p>They belong to the transaction that this store is in; outside, each commits by itself. What the database refuses
     * arrives as it does from the store's own statements: without payloads. jOOQ's log of statements and values is off, and so
     * are settings that cut a result off or leave columns unqualified.
     *
     * @param work what to do; the context is of no use afterwards
     * @throws IncompatibleSchemaException if the database was not migrated for this version of the library
     * @throws TransactionConflictException if PostgreSQL ended the transaction because of another: repeat it
     * @throws DataAccessException for everything else that the database refuses
     */
    public <T extends @Nullable Object> T withDsl(Function<? super DSLContext, T> work) {
        return database.run(InvalidInputException.requirePresent("event store", "work", work));
    }

    /**
     * Work in a transaction of its own, begun and ended as the configuration's {@link org.jooq.TransactionProvider} does it.
     *
     * <p>{@code store.in(tx)} appends and reads in it; {@code tx.dsl()} is for statements of one's own.
     *
     * @param work what to do; the configuration is of no use afterwards. What it throws undoes the transaction
     * @throws DataAccessException if the transaction cannot begin or cannot commit
     */
    public <T extends @Nullable Object> T transactionResult(Function<? super Configuration, T> work) {
        InvalidInputException.requirePresent("event store", "work", work);
        return database.configuration().dsl().transactionResult(tx -> work.apply(tx));
    }
}
