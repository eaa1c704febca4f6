package io.github.jooqeventstore;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jooq.Condition;
import org.jooq.Configuration;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** The choices with which a store is made: {@link EventStore#builder}. */
public final class EventStoreBuilder {

    private final Configuration configuration;
    private EventTypes types = EventTypes.none();
    private EventSerializer serializer = EventSerializer.jackson();
    private int maxPayloadBytes = 1 << 20;
    private int pageSize = 1_000;
    private boolean onlyDurable = true;
    private Duration holdWarning = Duration.ofSeconds(10);
    private List<InlineProjection> inline = List.of();
    private @Nullable GroupCommitOptions together;

    EventStoreBuilder(Configuration configuration) {
        this.configuration = JdbcConfiguration.require(configuration);
    }

    /**
     * The types of the events; none unless given.
     *
     * @throws InvalidInputException if an older version of a type has no upcaster, or an upcaster leads to no class
     */
    public EventStoreBuilder types(EventTypes eventTypes) {
        this.types = InvalidInputException.requirePresent("event store", "types", eventTypes)
                .requireComplete();
        return this;
    }

    /** What turns payloads into JSON; {@link EventSerializer#jackson()} unless given. */
    public EventStoreBuilder serializer(EventSerializer eventSerializer) {
        this.serializer = InvalidInputException.requirePresent("event store", "serializer", eventSerializer);
        return this;
    }

    /** The largest payload and the largest metadata of an event, in bytes of JSON; 1 MiB unless given. */
    public EventStoreBuilder maxPayloadBytes(int bytes) {
        if (bytes < 2) {
            throw new InvalidInputException("event store", "payloads must be allowed 2 bytes or more, found " + bytes);
        }
        this.maxPayloadBytes = bytes;
        return this;
    }

    /** How many events a lazy read holds in memory; 1,000 unless given. */
    public EventStoreBuilder pageSize(int events) {
        if (events < 1) {
            throw new InvalidInputException("event store", "a page must have 1 event or more, found " + events);
        }
        this.pageSize = events;
        return this;
    }

    /**
     * Allows appends in sessions with {@code synchronous_commit = off}, which are refused otherwise: an acknowledged
     * event may then be lost in a crash of the server, even after it was read.
     */
    public EventStoreBuilder allowAsynchronousCommit() {
        this.onlyDurable = false;
        return this;
    }

    /**
     * How long a transaction that has appended may hold back the readers of all events before a warning is logged, once
     * for each; 10 seconds unless given.
     */
    public EventStoreBuilder warnWhenHeldBackFor(Duration patience) {
        this.holdWarning = InvalidInputException.requirePresent("event store", "patience", patience);
        return this;
    }

    /**
     * What writes to the application's tables in the transaction of each append, in this order; nothing unless given.
     * With it, an append reads its events back and takes further round trips; without it, nothing changes.
     */
    public EventStoreBuilder inline(InlineProjection... projections) {
        this.inline = InvalidInputException.requireAllPresent(
                "event store",
                "inline projections",
                Arrays.asList(InvalidInputException.requirePresent("event store", "inline projections", projections)));
        return this;
    }

    /**
     * Has appends to one stream that are called at the same time written by one statement and one commit; each caller has
     * its own result or its own refusal. Not so unless asked for.
     *
     * <p>It takes no part in a caller's transaction: such appends go through {@link EventStore#in(Configuration)}, where
     * nothing changes. Nor do appends to several streams change.
     */
    public EventStoreBuilder groupCommit() {
        return groupCommit(GroupCommitOptions.defaults());
    }

    /** The same with bounds of one's own. */
    public EventStoreBuilder groupCommit(GroupCommitOptions options) {
        this.together = InvalidInputException.requirePresent("event store", "group commit options", options);
        return this;
    }

    /**
     * The store; no statement is sent yet.
     *
     * @throws InvalidInputException if there is to be group commit and the context is not one over a
     *     {@link javax.sql.DataSource} whose connections belong to no caller's transaction, or there are inline
     *     projections, too
     * @throws IllegalStateException if the jOOQ at run time is older than the one that the library was built with
     */
    public EventStore build() {
        JooqVersion.requireNotOlder();
        Condition durable = onlyDurable ? SqlParts.commitsAreDurable() : DSL.noCondition();
        Database database = new Database(configuration, new Statements.Cache(durable, holdWarning));
        return new EventStore(
                together == null ? database : togetherOn(database),
                new EventCodec(types, serializer, maxPayloadBytes),
                onlyDurable,
                pageSize,
                new AppendListeners(),
                new CallListeners(),
                new InlineProjections(inline),
                together);
    }

    private Database togetherOn(Database database) {
        OwnConnections.require(configuration);
        if (!inline.isEmpty()) {
            throw new InvalidInputException(
                    "group commit",
                    "must not be asked for beside inline projections, which see each append in a transaction of its"
                            + " own");
        }
        return database.neverInATransaction();
    }
}
