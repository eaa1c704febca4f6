package io.github.jooqeventstore;

import static io.github.jooqeventstore.ExpectedVersion.any;
import static io.github.jooqeventstore.Notes.note;
import static io.github.jooqeventstore.Subscribed.awaitSize;
import static io.github.jooqeventstore.Subscribed.awaitState;
import static io.github.jooqeventstore.Subscribed.seen;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.jooqeventstore.subscription.PartitionStatus.State;
import io.github.jooqeventstore.subscription.SubscriptionDefinition;
import io.github.jooqeventstore.subscription.Subscriptions;
import java.time.Duration;
import java.util.List;
import org.jooq.DSLContext;
import org.junit.jupiter.api.Test;

/** Programs that tell each other of their appends, and what happens when they do not. */
class SubscriptionNotificationTest {

    /** So long that whatever comes before it was told of, or never comes. */
    private static final Duration NEVER = Duration.ofMinutes(10);

    private final TestDatabase database = TestDatabase.migrated();
    private final SubscriptionDefinition mail = SubscriptionDefinition.named("mail");
    private final List<RecordedEvent> seen = seen();

    private Subscriptions.Builder program() {
        return Subscriptions.builder(EventStore.using(database.dsl())).pollInterval(NEVER);
    }

    private Subscriptions listening() {
        return program().notifications(database.dataSource()).build();
    }

    private void append(EventStore store) {
        store.append(StreamId.of("told"), any(), note(1));
    }

    private List<Integer> listeners(DSLContext dsl) {
        return dsl.resultQuery(
                        "select pid from pg_stat_activity where datname = current_database() and query ilike 'listen %'")
                .fetchInto(Integer.class);
    }

    @Test
    void reachAnotherProgramsSubscription() throws Exception {
        EventStore store = EventStore.using(database.dsl());
        try (Subscriptions there = listening();
                Subscriptions here = Subscriptions.builder(store)
                        .notifications(database.dataSource())
                        .build()) {
            awaitState(there.start(mail, seen::add), State.LIVE);
            Await.until("two listeners", () -> listeners(database.dsl()).size() == 2);

            append(store);
            awaitSize(seen, 1);
            database.dsl().transaction(tx -> append(store.in(tx)));
            awaitSize(seen, 2);

            assertThat(here.status("mail")).hasSize(1);
        }
    }

    @Test
    void areMadeUpForWhenTheListeningConnectionComesBack() throws Exception {
        EventStore store = EventStore.using(database.dsl());
        try (Subscriptions there = listening()) {
            awaitState(there.start(mail, seen::add), State.LIVE);
            Await.until("a listener", () -> listeners(database.dsl()).size() == 1);
            append(store);

            Sessions.terminate(database.dsl(), listeners(database.dsl()));
            awaitSize(seen, 1);
        }
    }

    @Test
    void areNotNeeded() throws Exception {
        EventStore store = EventStore.using(database.dsl());
        try (Wire wire = Wire.to(database);
                Subscriptions there = program()
                        .pollInterval(Duration.ofMillis(100))
                        .notifications(wire.dataSource())
                        .build()) {
            wire.holdBack();
            awaitState(there.start(mail, seen::add), State.LIVE);

            append(store);
            awaitSize(seen, 1);
            wire.letThrough();
        }
    }
}
