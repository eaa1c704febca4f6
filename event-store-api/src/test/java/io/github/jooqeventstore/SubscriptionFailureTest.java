package io.github.jooqeventstore;

import static io.github.jooqeventstore.ExpectedVersion.any;
import static io.github.jooqeventstore.Notes.note;
import static io.github.jooqeventstore.Notes.notes;
import static io.github.jooqeventstore.Subscribed.awaitSize;
import static io.github.jooqeventstore.Subscribed.awaitState;
import static io.github.jooqeventstore.Subscribed.seen;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.jooqeventstore.subscription.EventHandler;
import io.github.jooqeventstore.subscription.FailurePolicy;
import io.github.jooqeventstore.subscription.ParkedEvent;
import io.github.jooqeventstore.subscription.PartitionStatus.State;
import io.github.jooqeventstore.subscription.Subscription;
import io.github.jooqeventstore.subscription.SubscriptionDefinition;
import io.github.jooqeventstore.subscription.Subscriptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What follows when a handler throws, hangs, or is slow. */
class SubscriptionFailureTest {

    private static final String CANARY = "canary-in-an-exception";
    private static final StreamId BAD = StreamId.of("bad");
    private static final StreamId GOOD = StreamId.of("good");

    private final TestDatabase database = TestDatabase.migrated();
    private final Subscribed program = Subscribed.to(database);
    private final EventStore store = program.store();
    private final Subscriptions subscriptions = program.subscriptions();
    private final List<RecordedEvent> seen = seen();
    private final AtomicInteger failed = new AtomicInteger();

    private volatile Predicate<RecordedEvent> fails = event -> event.stream().equals(BAD) && event.version() == 2;

    @AfterEach
    void close() {
        program.close();
    }

    /** Two streams by turns: of one the second event fails. */
    private void appendToBoth() {
        for (int i = 0; i < 4; i++) {
            store.append(BAD, any(), note(i));
            store.append(GOOD, any(), note(i));
        }
    }

    private void handle(RecordedEvent event) {
        if (fails.test(event)) {
            failed.incrementAndGet();
            throw new IllegalStateException(CANARY);
        }
        seen.add(event);
    }

    private Subscription start(FailurePolicy policy) {
        return subscriptions.start(definition(policy), this::handle);
    }

    private static SubscriptionDefinition definition(FailurePolicy policy) {
        return SubscriptionDefinition.named("mail").onFailure(policy).batchSize(3);
    }

    /** With both kinds of handlers: one that is told no transaction, and one that writes in it. */
    private Subscription start(String how, FailurePolicy policy) {
        return how.equals("events")
                ? start(policy)
                : subscriptions.startInTransactions(definition(policy), (tx, events) -> {
                    // Counted when the transaction commits: what is undone was not seen.
                    int before = seen.size();
                    try {
                        events.forEach(this::handle);
                    } catch (IllegalStateException e) {
                        while (seen.size() > before) {
                            seen.removeLast();
                        }
                        throw e;
                    }
                });
    }

    private static List<Long> versions(List<RecordedEvent> events, StreamId stream) {
        return events.stream()
                .filter(event -> event.stream().equals(stream))
                .map(RecordedEvent::version)
                .toList();
    }

    @Nested
    class Stop {

        @ParameterizedTest
        @ValueSource(strings = {"events", "batches"})
        void leavesTheEventAndAllBehindIt(String how) throws Exception {
            appendToBoth();
            Subscription subscription = start(how, FailurePolicy.stop());
            awaitState(subscription, State.STOPPED);

            assertThat(versions(seen, BAD)).containsExactlyElementsOf(how.equals("events") ? List.of(1L) : List.of());
            assertThat(subscription.status().getFirst()).satisfies(status -> {
                assertThat(status.lastError()).isEqualTo("java.lang.IllegalStateException");
                assertThat(status.owner()).isNull();
                assertThat(status.position())
                        .isEqualTo(how.equals("events") ? seen.getLast().position() : 0);
            });
        }

        @Test
        void isOverWhenItIsResumed() throws Exception {
            appendToBoth();
            Subscription subscription = start(FailurePolicy.stop());
            awaitState(subscription, State.STOPPED);
            fails = event -> false;

            assertThat(subscriptions.resume("mail")).isEqualTo(1);
            awaitSize(seen, 8);

            assertThat(seen).isEqualTo(store.query(EventQuery.where(EventFilter.everything())));
        }
    }

    @Nested
    class Retry {

        private final FailurePolicy.Retry retry =
                FailurePolicy.retry(3).pauses(Duration.ofMillis(5), Duration.ofMillis(20));

        @ParameterizedTest
        @ValueSource(strings = {"events", "batches"})
        void handsOverTheSameUntilItIsHandled(String how) throws Exception {
            appendToBoth();
            fails = event -> event.stream().equals(BAD) && event.version() == 2 && failed.get() < 3;

            Subscription subscription = start(how, retry);
            awaitSize(seen, 8);
            awaitState(subscription, State.LIVE);

            assertThat(failed).hasValue(3);
            assertThat(seen).isEqualTo(store.query(EventQuery.where(EventFilter.everything())));
            assertThat(subscription.status().getFirst().lastError()).isNull();
        }

        @Test
        void isFollowedByAnotherPolicy() throws Exception {
            appendToBoth();

            start(retry.then(FailurePolicy.skip()));
            awaitSize(seen, 7);

            assertThat(failed).hasValue(4);
            assertThat(versions(seen, BAD)).containsExactly(1L, 3L, 4L);
        }

        @Test
        void saysWhatItWaitsFor() throws Exception {
            appendToBoth();

            Subscription subscription =
                    start(FailurePolicy.retry(1).pauses(Duration.ofSeconds(20), Duration.ofSeconds(20)));
            awaitState(subscription, State.RETRYING);

            assertThat(subscription.status().getFirst().lastError()).isEqualTo("java.lang.IllegalStateException");
        }
    }

    @Nested
    class Skip {

        @ParameterizedTest
        @ValueSource(strings = {"events", "batches"})
        void leavesOutTheEventAlone(String how) throws Exception {
            appendToBoth();

            start(how, FailurePolicy.skip());
            awaitSize(seen, 7);

            assertThat(versions(seen, BAD)).containsExactly(1L, 3L, 4L);
            assertThat(versions(seen, GOOD)).containsExactly(1L, 2L, 3L, 4L);
        }
    }

    @Nested
    class ParkStream {

        @ParameterizedTest
        @ValueSource(strings = {"events", "batches"})
        void putsTheRestOfTheStreamAsideAndGoesOn(String how) throws Exception {
            appendToBoth();

            start(how, FailurePolicy.parkStream());
            awaitSize(seen, 5);
            Await.until("three parked", () -> subscriptions.parked("mail").size() == 3);

            assertThat(versions(seen, GOOD)).containsExactly(1L, 2L, 3L, 4L);
            assertThat(versions(seen, BAD)).containsExactly(1L);
            List<ParkedEvent> parked = subscriptions.parked("mail");
            assertThat(parked).extracting(ParkedEvent::attempts).containsExactly(1, 0, 0);
            assertThat(parked.getFirst().error()).isEqualTo("java.lang.IllegalStateException");
            assertThat(parked.getFirst().stream()).isEqualTo(BAD);
            assertThat(database.dsl()
                            .fetch("select * from event_store.parked_events")
                            .toString())
                    .doesNotContain(CANARY);
        }

        @ParameterizedTest
        @ValueSource(strings = {"events", "batches"})
        void deliversThemInOrderWhenSomebodyAsksForIt(String how) throws Exception {
            appendToBoth();
            start(how, FailurePolicy.parkStream());
            Await.until("three parked", () -> subscriptions.parked("mail").size() == 3);
            fails = event -> false;

            assertThat(subscriptions.replay("mail", BAD)).isEqualTo(3);
            store.append(BAD, any(), notes(2));
            awaitSize(seen, 10);

            assertThat(versions(seen, BAD)).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
            Await.until("none parked", () -> subscriptions.parked("mail").isEmpty());
        }

        @Test
        void putsThemAsideAgainWhereTheyFailAgain() throws Exception {
            appendToBoth();
            start(FailurePolicy.parkStream());
            Await.until("three parked", () -> subscriptions.parked("mail").size() == 3);

            subscriptions.replayAll("mail");
            Await.until(
                    "a second attempt",
                    () -> subscriptions.parked("mail").getFirst().attempts() == 2);

            assertThat(subscriptions.parked("mail"))
                    .hasSize(3)
                    .allSatisfy(event -> assertThat(event.status()).isEqualTo(ParkedEvent.Status.PARKED));
            assertThat(versions(seen, BAD)).containsExactly(1L);
        }

        @Test
        void forgetsWhatIsDiscarded() throws Exception {
            appendToBoth();
            start(FailurePolicy.parkStream());
            Await.until("three parked", () -> subscriptions.parked("mail").size() == 3);

            assertThat(subscriptions.discard(subscriptions.parked("mail").getFirst(), "was never valid"))
                    .isTrue();
            subscriptions.replay("mail", BAD);
            awaitSize(seen, 7);
            store.append(BAD, any(), note(5));
            awaitSize(seen, 8);

            assertThat(versions(seen, BAD)).containsExactly(1L, 3L, 4L, 5L);
            assertThat(database.dsl()
                            .fetchValue("select reason from event_store.parked_events where status = 'discarded'"))
                    .isEqualTo("was never valid");
        }

        @Test
        void outlivesTheProgram() throws Exception {
            appendToBoth();
            Subscription before = start(FailurePolicy.parkStream());
            Await.until("three parked", () -> subscriptions.parked("mail").size() == 3);
            before.close();
            fails = event -> false;
            store.append(BAD, any(), note(5));

            start(FailurePolicy.parkStream());
            Await.until("four parked", () -> subscriptions.parked("mail").size() == 4);
            subscriptions.replayAll("mail");
            awaitSize(seen, 9);

            assertThat(versions(seen, BAD)).containsExactly(1L, 2L, 3L, 4L, 5L);
        }

        @Test
        void isDiscardedForAReasonOnly() throws Exception {
            appendToBoth();
            start(FailurePolicy.parkStream());
            Await.until("three parked", () -> subscriptions.parked("mail").size() == 3);

            assertThatThrownBy(() ->
                            subscriptions.discard(subscriptions.parked("mail").getFirst(), " "))
                    .hasMessage("parked event: must be discarded for a reason, found none");
        }
    }

    @Nested
    class AHandlerThatHangs {

        private final Duration timeout = Duration.ofMillis(200);
        private final CountDownLatch release = new CountDownLatch(1);

        @AfterEach
        void letGo() {
            release.countDown();
        }

        @Test
        void isInterrupted() throws Exception {
            appendToBoth();
            EventHandler hanging = event -> {
                if (fails.test(event)) {
                    release.await();
                }
                seen.add(event);
            };

            subscriptions.start(definition(FailurePolicy.skip()).handlerTimeout(timeout), hanging);
            awaitSize(seen, 7);

            assertThat(versions(seen, BAD)).containsExactly(1L, 3L, 4L);
        }

        @Test
        void isLeftWhereItDoesNotEndAndLosesItsPartition() throws Exception {
            appendToBoth();
            EventHandler hanging = event -> {
                while (fails.test(event) && release.getCount() > 0) {
                    Thread.interrupted();
                    LockSupport.parkNanos(1_000_000);
                }
                seen.add(event);
            };
            Subscription subscription =
                    subscriptions.start(definition(FailurePolicy.stop()).handlerTimeout(timeout), hanging);
            awaitState(subscription, State.HANGING);
            assertThat(subscription.status().getFirst().lastError())
                    .isEqualTo("handler: expected to end when it is interrupted after PT0.2S, found it at work");

            List<RecordedEvent> elsewhere = seen();
            try (Subscribed other = Subscribed.to(database)) {
                other.subscriptions().start(definition(FailurePolicy.stop()), elsewhere::add);
                awaitSize(elsewhere, 6);
            }

            assertThat(versions(elsewhere, BAD)).endsWith(2L, 3L, 4L);
        }
    }

    @Test
    void anErrorOfTheDatabaseIsNoFailureOfTheHandler() throws Exception {
        database.dsl().execute("create table seen (position bigint primary key)");
        appendToBoth();
        AtomicInteger calls = new AtomicInteger();

        subscriptions.startInTransactions(definition(FailurePolicy.skip()), (tx, events) -> {
            for (RecordedEvent event : events) {
                tx.insertInto(DSL.table("seen")).values(event.position()).execute();
            }
            if (calls.incrementAndGet() == 1) {
                // As an administrator does it; jOOQ has no word for it.
                tx.execute("select pg_terminate_backend(pg_backend_pid())");
            }
        });

        Await.until("all rows", () -> database.dsl().fetchCount(DSL.table("seen")) == 8);
    }

    /** The server would answer a commit with a rollback, and the driver say nothing. */
    @Test
    void anErrorThatABatchHandlerHidesIsAFailure() throws Exception {
        database.dsl().execute("create table seen (position bigint primary key)");
        appendToBoth();

        Subscription subscription =
                subscriptions.startInTransactions(definition(FailurePolicy.stop()), (tx, events) -> {
                    try {
                        events.forEach(event ->
                                tx.insertInto(DSL.table("seen")).values(1).execute());
                    } catch (DataAccessException e) {
                        // Hidden: the second row has the key of the first one.
                    }
                });

        awaitState(subscription, State.STOPPED);
        assertThat(subscription.status().getFirst().position()).isZero();
        assertThat(database.dsl().fetchCount(DSL.table("seen"))).isZero();
    }
}
