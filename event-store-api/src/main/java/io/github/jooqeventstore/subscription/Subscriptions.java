package io.github.jooqeventstore.subscription;

import static io.github.jooqeventstore.schema.Tables.SUBSCRIPTIONS;

import io.github.jooqeventstore.AppendListener;
import io.github.jooqeventstore.CheckpointLostException;
import io.github.jooqeventstore.EventStore;
import io.github.jooqeventstore.InvalidInputException;
import io.github.jooqeventstore.StreamId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * The subscriptions to a store: started here, and looked after by their operator.
 *
 * <pre>{@code
 * Subscriptions subscriptions = Subscriptions.of(store);
 * Subscription mail = subscriptions.start(
 *         SubscriptionDefinition.named("mail").filter(EventFilter.ofTypes("order-placed")),
 *         event -> mailer.confirm(event.payload(OrderPlaced.class)));
 * }</pre>
 *
 * <p>The store must be one over a {@link DataSource}, outside transactions; it may lie behind a transaction pooler. One of
 * these for the whole application will do, over the same store that the application appends to: its appends wake
 * subscriptions at once.
 *
 * <p>Safe for use by many threads.
 */
public final class Subscriptions implements AutoCloseable {

    private final EventStore store;
    private final String member;
    private final Duration lease;
    private final Duration pollInterval;
    private final Wakeups wakeups = new Wakeups();
    private final Map<String, Subscription> running = new ConcurrentHashMap<>();
    private final AppendListener.Registration listening;
    private final @Nullable Notifications notifications;

    private Subscriptions(Builder builder) {
        this.store = builder.store;
        this.member = builder.member;
        this.lease = builder.lease;
        this.pollInterval = builder.pollInterval;
        this.notifications =
                builder.notifications == null ? null : Notifications.start(builder.notifications, store, wakeups);
        this.listening = store.onAppend(this::appended);
    }

    private void appended(long lastPosition, boolean committed) {
        wakeups.wake(lastPosition);
        if (notifications != null) {
            notifications.appended(lastPosition);
        }
    }

    /** The subscriptions to that store, woken by its appends in this program and by polling; no statement is sent yet. */
    public static Subscriptions of(EventStore store) {
        return builder(store).build();
    }

    /** The subscriptions to that store, with choices of one's own. */
    public static Builder builder(EventStore store) {
        return new Builder(InvalidInputException.requirePresent("subscriptions", "store", store));
    }

    /**
     * Starts a subscription whose handler is called for each event, at least once: the checkpoint follows at the end of each
     * batch. Partitions that an error has stopped try again.
     *
     * @throws InvalidInputException if one of that name runs here already, or it was begun with other partitions
     * @throws CheckpointLostException if it is to begin beyond the last event
     * @throws org.jooq.exception.DataAccessException for everything else that the database refuses
     */
    public Subscription start(SubscriptionDefinition definition, EventHandler handler) {
        return start(
                definition,
                new Handler.OfEvents(InvalidInputException.requirePresent("subscription", "handler", handler)));
    }

    /**
     * Starts a subscription whose handler is called for batches of events, each in the transaction that moves the checkpoint.
     *
     * @see #start(SubscriptionDefinition, EventHandler) what else it does and throws
     */
    public Subscription startInTransactions(SubscriptionDefinition definition, BatchHandler handler) {
        return start(
                definition,
                new Handler.OfBatches(InvalidInputException.requirePresent("subscription", "handler", handler)));
    }

    private Subscription start(SubscriptionDefinition definition, Handler handler) {
        InvalidInputException.requirePresent("subscription", "definition", definition);
        String name = definition.name();
        Group group = new Group(store, definition, member, lease, pollInterval);
        Subscription subscription = new Subscription(group, handler, wakeups, () -> running.remove(name));
        if (running.putIfAbsent(name, subscription) != null) {
            throw new InvalidInputException("subscription " + name, "must run once in a program, found it running");
        }
        try {
            new SubscriptionTable(store).enter(definition);
        } catch (RuntimeException e) {
            running.remove(name);
            throw e;
        }
        return subscription.begin();
    }

    /**
     * How each partition of a subscription stands, in the order of their numbers, wherever it runs; empty if there is none
     * of that name.
     */
    public List<PartitionStatus> status(String name) {
        Subscription here = running.get(name);
        return here == null ? new SubscriptionTable(store).status(name) : here.status();
    }

    /** Lets partitions go on from their checkpoints that an error has stopped; how many there were. */
    public int resume(String name) {
        int resumed = new SubscriptionTable(store).resume(name);
        hurry(name);
        return resumed;
    }

    /**
     * Has all partitions go on from that checkpoint, stopped ones too. Events behind it are delivered, even if they were
     * delivered before; what is in hand at this moment is finished, and not written down.
     *
     * @throws CheckpointLostException if the store does not bear it out; nothing was changed
     * @throws InvalidInputException if there is no such subscription
     */
    public void resumeAt(String name, Checkpoint checkpoint) {
        InvalidInputException.requirePresent("subscription " + name, "checkpoint", checkpoint);
        Witness.of(store).check("subscription " + name, checkpoint);
        new SubscriptionTable(store).resumeAt(name, DSL.noCondition(), checkpoint);
        hurry(name);
    }

    /** The same for one partition alone. */
    public void resumeAt(String name, int partition, Checkpoint checkpoint) {
        InvalidInputException.requirePresent("subscription " + name, "checkpoint", checkpoint);
        Witness.of(store).check("subscription " + name + ", partition " + partition, checkpoint);
        new SubscriptionTable(store).resumeAt(name, SUBSCRIPTIONS.PARTITION.eq(partition), checkpoint);
        hurry(name);
    }

    /**
     * Has all partitions go on behind that position, back or forward, in the epoch that the store is in: the operator takes
     * it on himself that what lies before it was handled, or need not be.
     *
     * @param position 0 for the beginning
     * @throws CheckpointLostException if the store does not reach so far; nothing was changed
     * @throws InvalidInputException if there is no such subscription, or the position is negative
     */
    public void rewindTo(String name, long position) {
        String subject = "subscription " + name;
        if (position < 0) {
            throw new InvalidInputException(subject, "position must not be negative, found " + position);
        }
        Checkpoint there = Witness.of(store).named(subject, position);
        new SubscriptionTable(store).resumeAt(name, DSL.noCondition(), there);
        hurry(name);
    }

    /** The events that a subscription has put aside and that wait, in order. */
    public List<ParkedEvent> parked(String name) {
        return new ParkedOperations(store, name).waiting();
    }

    /** Has the parked events of a stream delivered again, in order; how many there are. */
    public int replay(String name, StreamId stream) {
        int asked = new ParkedOperations(store, name)
                .replay(InvalidInputException.requirePresent("subscription " + name, "stream", stream));
        hurry(name);
        return asked;
    }

    /** Has all parked events delivered again, those of a stream in order; how many there are. */
    public int replayAll(String name) {
        int asked = new ParkedOperations(store, name).replay(null);
        hurry(name);
        return asked;
    }

    /**
     * Has a parked event never delivered. Those behind it in its stream still wait: {@link #replay} them.
     *
     * @param reason why, for those who come after; not empty
     * @return whether it was waiting
     * @throws InvalidInputException if the reason is none
     */
    public boolean discard(ParkedEvent event, String reason) {
        InvalidInputException.requirePresent("parked event", "event", event);
        boolean discarded = new ParkedOperations(store, event.subscription()).discard(event, reason);
        hurry(event.subscription());
        return discarded;
    }

    private void hurry(String name) {
        Subscription here = running.get(name);
        if (here != null) {
            here.hurry();
        }
    }

    /** Closes the subscriptions that run here; see {@link Subscription#close}. */
    @Override
    public void close() {
        listening.close();
        running.values().forEach(Subscription::close);
        if (notifications != null) {
            notifications.close();
        }
    }

    /** The choices with which subscriptions are made. */
    public static final class Builder {

        private final EventStore store;
        private String member = ProcessHandle.current().pid() + "-"
                + UUID.randomUUID().toString().substring(0, 8);
        private Duration lease = Duration.ofSeconds(10);
        private Duration pollInterval = Duration.ofMillis(100);
        private @Nullable DataSource notifications;

        private Builder(EventStore store) {
            this.store = store;
        }

        /**
         * Where to get the two connections with which programs tell each other of events by LISTEN and NOTIFY: directly from
         * the server, not through a transaction pooler. They are kept. Without it other programs' events are found by
         * polling alone.
         */
        public Builder notifications(DataSource direct) {
            this.notifications = InvalidInputException.requirePresent("subscriptions", "data source", direct);
            return this;
        }

        /** How often is asked for new events when nobody says that there are some; 100 ms unless given. */
        public Builder pollInterval(Duration interval) {
            this.pollInterval = Durations.requirePositive("subscriptions", "poll interval", interval);
            return this;
        }

        /** The name of this program among those who share partitions, unique; process id and chance unless given. */
        public Builder member(String name) {
            this.member = InvalidInputException.requireName("member", name);
            return this;
        }

        /**
         * How long a partition belongs to a program that no longer says it lives, by the clock of the server; 10 seconds
         * unless given. It is renewed three times as often.
         */
        public Builder lease(Duration time) {
            this.lease = Durations.requirePositive("subscriptions", "lease", time);
            return this;
        }

        /** The subscriptions; a statement is sent only where notifications are wanted. */
        public Subscriptions build() {
            return new Subscriptions(this);
        }
    }
}
