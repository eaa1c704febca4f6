package io.github.jooqeventstore;

import static io.github.jooqeventstore.ExpectedVersion.any;
import static io.github.jooqeventstore.Notes.note;
import static io.github.jooqeventstore.Notes.notes;
import static io.github.jooqeventstore.Subscribed.awaitSize;
import static io.github.jooqeventstore.Subscribed.awaitState;
import static io.github.jooqeventstore.Subscribed.seen;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.jooqeventstore.subscription.PartitionStatus;
import io.github.jooqeventstore.subscription.PartitionStatus.State;
import io.github.jooqeventstore.subscription.StartAt;
import io.github.jooqeventstore.subscription.Subscription;
import io.github.jooqeventstore.subscription.SubscriptionDefinition;
import io.github.jooqeventstore.subscription.SubscriptionMeters;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SubscriptionTest {

    private final TestDatabase database = TestDatabase.migrated();
    private final Subscribed program = Subscribed.to(database);
    private final EventStore store = program.store();

    @AfterEach
    void close() {
        program.close();
    }

    private static SubscriptionDefinition mail() {
        return SubscriptionDefinition.named("mail");
    }

    private Subscription start(SubscriptionDefinition definition, List<RecordedEvent> seen) {
        return program.subscriptions().start(definition, seen::add);
    }

    private List<RecordedEvent> all() {
        return store.query(EventQuery.where(EventFilter.everything()));
    }

    @Nested
    class WithoutACheckpoint {

        @Test
        void deliversWhatIsThereAndThenWhatComes() throws Exception {
            program.append(25);
            List<RecordedEvent> seen = seen();

            start(mail().batchSize(10), seen);
            awaitSize(seen, 25);
            program.append(7);
            awaitSize(seen, 32);

            assertThat(seen).isEqualTo(all());
        }

        @Test
        void beginsBehindAPosition() throws Exception {
            program.append(5);
            List<RecordedEvent> seen = seen();

            start(mail().startAt(StartAt.after(all().get(2).position())), seen);
            awaitSize(seen, 2);
            program.append(1);
            awaitSize(seen, 3);

            assertThat(seen).isEqualTo(all().subList(3, 6));
        }

        @Test
        void beginsNow() throws Exception {
            program.append(5);
            List<RecordedEvent> seen = seen();

            start(mail().startAt(StartAt.now()), seen);
            StreamId later = program.append(3);
            awaitSize(seen, 3);

            assertThat(seen).isEqualTo(store.load(later));
        }

        @Test
        void stopsWhereItIsToBeginBeyondTheLastEvent() {
            program.append(1);

            assertThatThrownBy(() -> start(mail().startAt(StartAt.after(1_000)), seen()))
                    .isInstanceOf(CheckpointLostException.class)
                    .hasMessage(
                            "subscription mail: expected events up to position 1000, found the last one at position 1");
            assertThat(program.subscriptions().status("mail")).isEmpty();
        }

        @Test
        void deliversARareTypeAlone() throws Exception {
            program.append(500);
            StreamId stream = StreamId.of("rare");
            store.append(stream, any(), new JsonEvent("rarely", "{}"));
            program.append(500);
            List<RecordedEvent> seen = seen();

            Subscription subscription = start(mail().filter(EventFilter.ofTypes("rarely")), seen);
            awaitSize(seen, 1);
            store.append(stream, any(), new JsonEvent("rarely", "{}"));
            awaitSize(seen, 2);

            assertThat(seen).isEqualTo(store.load(stream));
            Await.until("no lag", () -> subscription.status().getFirst().lagInEvents() == 0);
        }
    }

    @Nested
    class WithACheckpoint {

        @Test
        void goesOnBehindIt() throws Exception {
            program.append(10);
            List<RecordedEvent> first = seen();
            Subscription before = start(mail(), first);
            awaitSize(first, 10);
            before.close();
            program.append(5);
            List<RecordedEvent> second = seen();

            start(mail(), second);
            awaitSize(second, 5);

            assertThat(second).isEqualTo(all().subList(10, 15));
        }

        @Test
        void isClosedBehindTheEventInHand() throws Exception {
            program.append(1_000);
            List<RecordedEvent> seen = seen();
            Subscription subscription = program.subscriptions().start(mail(), event -> {
                LockSupport.parkNanos(1_000_000);
                seen.add(event);
            });
            awaitSize(seen, 3);

            subscription.close();
            int handled = seen.size();
            PartitionStatus status = program.subscriptions().status("mail").getFirst();

            assertThat(seen).isEqualTo(all().subList(0, handled)).hasSizeLessThan(1_000);
            assertThat(status.position()).isEqualTo(seen.getLast().position());
            assertThat(status.state()).isEqualTo(State.FREE);
        }

        @Test
        void refusesAnotherNumberOfPartitions() {
            start(mail().partitions(2), seen()).close();

            assertThatThrownBy(() -> start(mail().partitions(3), seen()))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessage(
                            "subscription mail: must have the partitions it was begun with, found [2] begun and 3 defined");
        }

        @Test
        void refusesToRunTwiceInOneProgram() {
            start(mail(), seen());

            assertThatThrownBy(() -> start(mail(), seen()))
                    .hasMessage("subscription mail: must run once in a program, found it running");
        }
    }

    @Nested
    class InBatches {

        @Test
        void writesWithTheCheckpoint() throws Exception {
            database.dsl().execute("create table seen (position bigint primary key)");
            program.append(95);

            program.subscriptions().startInTransactions(mail().batchSize(10), (tx, events) -> {
                for (RecordedEvent event : events) {
                    tx.insertInto(DSL.table("seen")).values(event.position()).execute();
                }
            });
            Await.until("all rows", () -> database.dsl().fetchCount(DSL.table("seen")) == 95);

            assertThat(program.subscriptions().status("mail").getFirst().position())
                    .isEqualTo(all().getLast().position());
        }

        @Test
        void undoesAllOfABatchThatFails() throws Exception {
            database.dsl().execute("create table seen (position bigint primary key)");
            program.append(10);

            Subscription subscription = program.subscriptions().startInTransactions(mail(), (tx, events) -> {
                tx.insertInto(DSL.table("seen")).values(1).execute();
                throw new IllegalArgumentException("a payload");
            });
            awaitState(subscription, State.STOPPED);

            assertThat(database.dsl().fetchCount(DSL.table("seen"))).isZero();
            PartitionStatus status = subscription.status().getFirst();
            assertThat(status.position()).isZero();
            assertThat(status.lastError()).isEqualTo("java.lang.IllegalArgumentException");
            assertThat(status.lagInEvents()).isEqualTo(10);
            assertThat(status.lag()).isPositive();
        }
    }

    @Nested
    class InPartitions {

        @Test
        void keepsTheOrderOfEachStream() throws Exception {
            List<StreamId> streams = LongStream.range(0, 20)
                    .mapToObj(number -> StreamId.of("stream-" + number))
                    .toList();
            for (int round = 0; round < 5; round++) {
                streams.forEach(stream -> store.append(stream, any(), notes(3)));
            }
            Map<StreamId, List<Long>> versions = new ConcurrentHashMap<>();
            List<RecordedEvent> seen = seen();

            Subscription subscription = program.subscriptions().start(mail().partitions(4), event -> {
                versions.computeIfAbsent(event.stream(), stream -> seen()).add(event.version());
                seen.add(event);
            });
            awaitSize(seen, 300);

            assertThat(versions.values())
                    .hasSize(20)
                    .allSatisfy(order -> assertThat(order)
                            .isEqualTo(LongStream.rangeClosed(1, 15).boxed().toList()));
            assertThat(subscription.status()).hasSize(4);
        }

        @Test
        void areNumberedFromZeroOn() {
            assertThatThrownBy(() -> EventFilter.ofPartition(2, 2))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessage("event filter: partition must be 0 or more and less than their number 2, found 2");
            assertThatThrownBy(() -> EventFilter.ofPartition(-1, 2))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessage("event filter: partition must be 0 or more and less than their number 2, found -1");
        }

        @Test
        void deliversEachEventOfTheStoreToExactlyOneOfThem() {
            for (int stream = 0; stream < 50; stream++) {
                store.append(StreamId.of("s" + stream), any(), note(stream));
            }

            assertThat(LongStream.range(0, 7)
                            .mapToObj(number -> store.query(EventQuery.where(EventFilter.ofPartition((int) number, 7))))
                            .peek(part -> assertThat(part).isNotEmpty())
                            .mapToInt(List::size)
                            .sum())
                    .isEqualTo(50);
            assertThat(store.query(EventQuery.where(EventFilter.ofPartition(0, 1))))
                    .hasSize(50);
        }
    }

    @Nested
    class Wakes {

        @Test
        void atCommitsOfTransactionsOfTheCallers() throws Exception {
            List<RecordedEvent> seen = seen();
            start(mail(), seen);

            database.dsl().transaction(tx -> store.in(tx).append(StreamId.of("in-a-transaction"), any(), note(1)));

            awaitSize(seen, 1);
        }

        @Test
        void atAppendsThatNobodyTellsOf() throws Exception {
            List<RecordedEvent> seen = seen();
            start(mail(), seen);

            program.foreignStore().append(StreamId.of("foreign"), any(), note(1));

            awaitSize(seen, 1);
        }
    }

    @Test
    void isMeasured() throws Exception {
        program.append(3);
        Subscription stopped = program.subscriptions().start(mail(), event -> {
            throw new IllegalStateException();
        });
        awaitState(stopped, State.STOPPED);
        SimpleMeterRegistry registry = new SimpleMeterRegistry();

        SubscriptionMeters.of(stopped).bindTo(registry);

        assertThat(registry.getMeters())
                .extracting(meter -> meter.getId().getName())
                .containsExactlyInAnyOrder(
                        "event.store.subscription.lag",
                        "event.store.subscription.lag.events",
                        "event.store.subscription.position",
                        "event.store.subscription.stopped");
        assertThat(registry.get("event.store.subscription.lag.events")
                        .tag("subscription", "mail")
                        .tag("partition", "0")
                        .gauge()
                        .value())
                .isEqualTo(3);
        assertThat(registry.get("event.store.subscription.stopped").gauge().value())
                .isEqualTo(1);
        assertThat(registry.get("event.store.subscription.lag").gauge().value()).isPositive();
    }

    @Test
    void saysHowItStands() throws Exception {
        program.append(3);
        List<RecordedEvent> seen = seen();
        Subscription subscription = start(mail(), seen);
        awaitSize(seen, 3);
        awaitState(subscription, State.LIVE);
        Await.until("no lag", () -> subscription.status().getFirst().lagInEvents() == 0);

        PartitionStatus status = subscription.status().getFirst();

        assertThat(status.owner()).isEqualTo(subscription.member());
        assertThat(status.lag()).isEqualTo(Duration.ZERO);
        assertThat(status.lastError()).isNull();
        assertThat(status.checkpoint())
                .hasToString(seen.getLast().position() + "-1-" + seen.getLast().id());
    }
}
