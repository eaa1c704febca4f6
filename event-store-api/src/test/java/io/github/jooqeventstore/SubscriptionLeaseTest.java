package io.github.jooqeventstore;

import static io.github.jooqeventstore.ExpectedVersion.any;
import static io.github.jooqeventstore.Notes.note;
import static io.github.jooqeventstore.Subscribed.awaitSize;
import static io.github.jooqeventstore.Subscribed.awaitState;
import static io.github.jooqeventstore.Subscribed.seen;
import static io.github.jooqeventstore.SubscriberProgram.HANDLED;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.jooqeventstore.subscription.PartitionStatus;
import io.github.jooqeventstore.subscription.PartitionStatus.State;
import io.github.jooqeventstore.subscription.Subscription;
import io.github.jooqeventstore.subscription.SubscriptionDefinition;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Partitions that several programs share: who holds one, who loses it, and what he can no longer do. */
class SubscriptionLeaseTest {

    private final TestDatabase database = TestDatabase.migrated();
    private final Subscribed program = Subscribed.to(database);
    private final EventStore store = program.store();
    private final SubscriptionDefinition mail =
            SubscriptionDefinition.named("mail").partitions(4).batchSize(50);

    @AfterEach
    void close() {
        program.close();
    }

    private void append(int streams, int rounds) {
        for (int round = 0; round < rounds; round++) {
            for (int stream = 0; stream < streams; stream++) {
                store.append(StreamId.of("s" + stream), any(), note(round));
            }
        }
    }

    private static long held(Subscription subscription) {
        return subscription.status().stream()
                .filter(partition -> subscription.member().equals(partition.owner()))
                .count();
    }

    @Nested
    class Sharing {

        @Test
        void isFairWhenProgramsComeAndGo() throws Exception {
            List<RecordedEvent> here = seen();
            List<RecordedEvent> there = seen();
            Subscription first = program.subscriptions().start(mail, here::add);
            Await.until("all four", () -> held(first) == 4);

            try (Subscribed other = Subscribed.to(database)) {
                Subscription second = other.subscriptions().start(mail, there::add);
                Await.until("two each", () -> held(first) == 2 && held(second) == 2);
                append(40, 2);
                Await.until("all events", () -> here.size() + there.size() == 80);
                assertThat(here).isNotEmpty();
                assertThat(there).isNotEmpty();
            }
            Await.until("all four again", () -> held(first) == 4);
            append(40, 1);
            Await.until("all events", () -> here.size() + there.size() == 120);

            assertThat(here).doesNotContainAnyElementsOf(there);
        }
    }

    @Nested
    class AProgramThatIsCutOff {

        @Test
        void stopsByItsOwnClockAndCannotWriteAfterwards() throws Exception {
            SubscriptionDefinition one = SubscriptionDefinition.named("one").batchSize(1_000);
            program.append(1_000);
            List<RecordedEvent> here = seen();
            List<RecordedEvent> there = seen();
            try (Wire wire = Wire.to(database);
                    Subscribed cutOff = Subscribed.to(wire.dataSource())) {
                Subscription first = cutOff.subscriptions().start(one, event -> {
                    here.add(event);
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
                });
                awaitSize(here, 10);
                PartitionStatus before = program.subscriptions().status("one").getFirst();
                assertThat(before.owner()).isEqualTo(first.member());

                wire.holdBack();
                Subscription second = program.subscriptions().start(one, there::add);
                awaitSize(there, 1);
                int handledBeforeTheTakeover = here.size();
                Await.until("the last event", () -> there.getLast().position() == 1_000);
                Await.until("the checkpoint", () -> second.status().getFirst().lagInEvents() == 0);
                wire.letThrough();
                Await.until("the first without a partition", () -> held(first) == 0);

                assertThat(here.size()).isEqualTo(handledBeforeTheTakeover).isLessThan(200);
                Set<RecordedEvent> handled = new HashSet<>(here);
                handled.addAll(there);
                assertThat(handled).hasSize(1_000);
                assertThat(program.subscriptions().status("one").getFirst()).satisfies(status -> {
                    assertThat(status.owner()).isEqualTo(second.member());
                    assertThat(status.position()).isEqualTo(1_000);
                });
            }
        }
    }

    /** A program in a process of its own. */
    @Nested
    class AnotherProgram {

        private final DSLContext dsl = database.dslOnOneConnection();
        private int events;

        @BeforeEach
        void watchTheCheckpoints() {
            SubscriberProgram.createTable(dsl);
            // Whoever would move a checkpoint back, or write with an older token than was given out, leaves a trace.
            dsl.execute("""
                    create table traces (trace text);
                    create function trace() returns trigger language plpgsql as $$
                    begin
                      if new.position < old.position or new.token < old.token then
                        insert into traces values (old.position || ' to ' || new.position || ' by ' || new.owner);
                      end if;
                      return new;
                    end $$;
                    create trigger trace before update on event_store.subscriptions
                      for each row execute function trace()""");
            append(10, 40);
            events = 400;
        }

        private int handledBy(String member) {
            return dsl.fetchCount(HANDLED, DSL.field("member", SQLDataType.CLOB).eq(member));
        }

        private int distinctHandled() {
            return Objects.requireNonNull(dsl.select(DSL.countDistinct(DSL.field("position", SQLDataType.BIGINT)))
                    .from(HANDLED)
                    .fetchSingle()
                    .value1());
        }

        private Subscription startHere(String how) {
            return how.equals("events")
                    ? program.subscriptions()
                            .start(
                                    SubscriberProgram.definition(),
                                    event -> SubscriberProgram.handle(program.dsl(), "here", event))
                    : program.subscriptions()
                            .startInTransactions(
                                    SubscriberProgram.definition(), SubscriberProgram.inTransaction("here"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"events", "batches"})
        void losesItsPartitionsWhenItIsKilled(String how) throws Exception {
            Process other = SubscriberProgram.start(database, how);
            Await.until("the other at work", () -> handledBy("other") > 20);

            other.destroyForcibly().waitFor();
            Subscription subscription = startHere(how);
            Await.until("all handled", () -> distinctHandled() == events);
            awaitState(subscription, State.LIVE);

            assertThat(handledBy("other")).isLessThan(events);
            assertThat(dsl.fetchCount(HANDLED) - events).isBetween(0, atMostTwice(how));
            assertThat(dsl.fetch("select * from traces")).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(strings = {"events", "batches"})
        void losesItsPartitionsWhenItIsFrozenAndCannotWriteAfterwards(String how) throws Exception {
            Process other = SubscriberProgram.start(database, how);
            try {
                Await.until("the other at work", () -> handledBy("other") > 20);

                signal(other, "STOP");
                Subscription subscription = startHere(how);
                Await.until("all handled", () -> distinctHandled() == events);
                Await.until("all here", () -> held(subscription) == 2);
                signal(other, "CONT");
                Await.until("the other alive again", () -> held(subscription) == 1);
                append(10, 10);
                Await.until("all handled", () -> distinctHandled() == events + 100);

                assertThat(dsl.fetchCount(HANDLED) - events - 100).isBetween(0, atMostTwice(how));
                assertThat(dsl.fetch("select * from traces")).isEmpty();
            } finally {
                other.destroyForcibly().waitFor();
            }
        }

        /** At least once: a tenth of a second and a batch of either partition may come again. In transactions: once. */
        private static int atMostTwice(String how) {
            return how.equals("events")
                    ? 2 * (100 + SubscriberProgram.definition().batchSize())
                    : 0;
        }

        private void signal(Process process, String name) throws Exception {
            Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
            assertThat(kill.waitFor()).isZero();
        }
    }
}
