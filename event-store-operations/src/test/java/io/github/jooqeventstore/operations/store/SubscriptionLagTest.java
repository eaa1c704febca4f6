package io.github.jooqeventstore.operations.store;

import static io.github.jooqeventstore.schema.Tables.PROJECTIONS;
import static io.github.jooqeventstore.schema.Tables.SUBSCRIPTIONS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.jooq.impl.DSL.currentOffsetDateTime;

import io.github.jooqeventstore.EventStore;
import io.github.jooqeventstore.operations.Await;
import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsDatabase;
import io.github.jooqeventstore.operations.TestStore;
import io.github.jooqeventstore.operations.store.PartitionLag.Standing;
import io.github.jooqeventstore.subscription.SubscriptionDefinition;
import io.github.jooqeventstore.subscription.Subscriptions;
import org.junit.jupiter.api.Test;

class SubscriptionLagTest {
    private final TestStore store = TestStore.create();

    private SubscriptionLag read() {
        try (var database = OperationsDatabase.open(store.target())) {
            return SubscriptionLag.read(database);
        }
    }

    @Test
    void putsTheWorstFirst() {
        store.append(30);
        store.subscription("done", 30, 1);
        store.subscription("slow", 20, 1);
        store.subscription("slower", 10, 1);
        store.subscription("stopped", 29, 1);
        store.subscription("restored", 30, 7);
        store.subscription("ahead", 99, 1);
        store.subscription("totals@1", 5, 1);
        store.subscription("totals@2", 30, 1);
        store.dsl()
                .update(SUBSCRIPTIONS)
                .set(SUBSCRIPTIONS.STOPPED_AT, currentOffsetDateTime())
                .set(SUBSCRIPTIONS.LAST_ERROR, "java.lang.IllegalStateException")
                .where(SUBSCRIPTIONS.NAME.eq("stopped"))
                .execute();
        store.dsl()
                .insertInto(PROJECTIONS, PROJECTIONS.NAME, PROJECTIONS.LIVE_VERSION, PROJECTIONS.PREVIOUS_VERSION)
                .values("totals", 2, 1)
                .execute();

        SubscriptionLag lag = read();

        assertThat(lag.partitions())
                .extracting(it -> it.subscription() + " " + it.standing() + " " + it.positions())
                .containsExactly(
                        "ahead AHEAD_OF_HEAD 0",
                        "restored OF_ANOTHER_EPOCH 0",
                        "stopped STOPPED 1",
                        "slower UNATTENDED 20",
                        "slow UNATTENDED 10",
                        "done CAUGHT_UP 0",
                        "totals@2 CAUGHT_UP 0",
                        "totals@1 RETIRED 25");
        assertThat(lag.headPosition()).isEqualTo(30);
        assertThat(lag.finalPosition()).isEqualTo(30);
        assertThat(lag.publishedPosition()).isZero();
        assertThat(lag.exitCode()).isEqualTo(ExitCode.INTEGRITY);
    }

    @Test
    void isWellWhereAProgramHasCaughtUp() {
        store.append(20);
        EventStore.using(store.dsl()).publishHorizon();
        try (Subscriptions subscriptions = Subscriptions.of(EventStore.using(store.dsl()))) {
            subscriptions.start(SubscriptionDefinition.named("mail"), event -> {});
            Await.until(
                    "caught up",
                    () -> read().partitions().stream()
                            .allMatch(it -> it.standing() == Standing.CAUGHT_UP && it.owner() != null));

            assertThat(read().exitCode()).isEqualTo(ExitCode.OK);
            assertThat(read().publishedPosition()).isEqualTo(20);

            store.dsl().transaction(open -> {
                TestStore.append(open.dsl(), 10);
                store.append(10);
                Await.until(
                        "held back by the open transaction",
                        () -> read().partitions().stream()
                                .allMatch(it -> it.standing() == Standing.HELD_BACK && it.positions() == 20));

                assertThat(read().finalPosition()).isEqualTo(20);
                assertThat(read().exitCode()).isEqualTo(ExitCode.OK);
                store.subscription("slow", 10, 1);
                assertThat(read().partitions())
                        .extracting(it -> it.subscription() + " " + it.standing())
                        .containsExactly("slow UNATTENDED", "mail HELD_BACK");
            });
        }
    }
}
