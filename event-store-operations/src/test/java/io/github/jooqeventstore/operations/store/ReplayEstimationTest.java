package io.github.jooqeventstore.operations.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.jooqeventstore.AllSlice;
import io.github.jooqeventstore.EventStore;
import io.github.jooqeventstore.ExpectedVersion;
import io.github.jooqeventstore.JsonEvent;
import io.github.jooqeventstore.StreamId;
import io.github.jooqeventstore.operations.OperationsDatabase;
import io.github.jooqeventstore.operations.OperationsException;
import io.github.jooqeventstore.operations.Progress;
import io.github.jooqeventstore.operations.TestStore;
import io.github.jooqeventstore.operations.store.ReplayEstimation.Options;
import io.github.jooqeventstore.projection.Projection;
import io.github.jooqeventstore.projection.Projections;
import io.github.jooqeventstore.subscription.SubscriptionDefinition;
import java.time.Duration;
import java.util.List;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ReplayEstimationTest {
    private final TestStore store = TestStore.create();

    private ReplayEstimate measure(Options options) {
        return ReplayEstimation.measure(store.target(), options, Progress.NONE);
    }

    @Nested
    class OfAStoreWithEvents {
        @Test
        void countsThemAllWhereItReadsThemAll() {
            store.append(300);

            ReplayEstimate estimate = measure(Options.defaults());

            assertThat(estimate.through()).isEqualTo(300);
            assertThat(estimate.events()).isEqualTo(300);
            assertThat(estimate.sample().events()).isEqualTo(300);
            assertThat(estimate.readSeconds()).isEqualTo(estimate.sample().seconds(), within(1e-6));
            assertThat(estimate.slowestReadSeconds()).isGreaterThanOrEqualTo(estimate.readSeconds() * 0.99);
            assertThat(estimate.handlerSeconds()).isNull();
            assertThat(estimate.leftOut()).anyMatch(what -> what.startsWith("the handler's own work"));
        }

        @Test
        void readsNoMoreThanItIsAskedTo() {
            store.dsl().connection(connection -> TestStore.append(DSL.using(connection, SQLDialect.POSTGRES), 30_000));

            ReplayEstimate estimate = measure(new Options(List.of(), 1, null, 1, Duration.ofSeconds(10)));

            // A page of 1,000 in each of ten places.
            assertThat(estimate.sample().places()).isEqualTo(10);
            assertThat(estimate.sample().events()).isEqualTo(10_000);
            assertThat(estimate.events()).isEqualTo(30_000);
            assertThat(estimate.readSeconds()).isEqualTo(estimate.sample().seconds() * 3, within(1e-6));
            assertThat(estimate.readSeconds()).isCloseTo(timeOfAll(), within(estimate.readSeconds() * 3 + 1));
        }

        private double timeOfAll() {
            try (var database = OperationsDatabase.open(store.target())) {
                long begun = System.nanoTime();
                assertThat(EventStore.using(database.dsl()).readAllLazily(AllSlice.all()))
                        .hasSize(30_000);
                return (System.nanoTime() - begun) / 1e9;
            }
        }

        @Test
        void goesOnToTheGapThatAnOpenTransactionMayFill() {
            store.append(100);
            store.dsl().transaction(open -> {
                TestStore.append(open.dsl(), 10);
                store.append(10);

                ReplayEstimate estimate = measure(Options.defaults());

                assertThat(estimate.through()).isEqualTo(120);
                assertThat(estimate.sample().events()).isEqualTo(100);
            });
        }

        @Test
        void countsThoseOfATypeAlone() {
            store.append(100);
            EventStore.using(store.dsl())
                    .append(StreamId.of("rare", 1), ExpectedVersion.noStream(), new JsonEvent("Rare", "{}"));

            ReplayEstimate estimate = measure(new Options(List.of("Rare"), 1, null, 100_000, Duration.ofSeconds(10)));

            assertThat(estimate.events()).isOne();
            assertThat(estimate.through()).isEqualTo(101);
        }

        @Test
        void takesTheHandlerForWhatDecidesWhereItIsSlower() {
            store.append(200);

            ReplayEstimate estimate =
                    measure(new Options(List.of(), 2, Duration.ofMillis(500), 100_000, Duration.ofSeconds(10)));

            assertThat(estimate.partitions()).isEqualTo(2);
            assertThat(estimate.handlerSeconds()).isNotNull();
            assertThat(estimate.seconds()).isEqualTo(estimate.handlerSeconds());
            // Half of 200 events, as evenly as their streams are spread.
            assertThat(estimate.seconds()).isBetween(10.0, 90.0);
            assertThat(estimate.leftOut()).noneMatch(what -> what.startsWith("the handler's own work"));
        }
    }

    @Test
    void ofAnEmptyStoreIsNothing() {
        ReplayEstimate estimate = measure(Options.defaults());

        assertThat(estimate.events()).isZero();
        assertThat(estimate.seconds()).isZero();
    }

    @Test
    void knowsThePartitionsOfAProjectionByItsName() {
        try (Projections projections = Projections.of(EventStore.using(store.dsl()))) {
            projections.start(Projection.of(SubscriptionDefinition.named("totals"), batch -> {})
                    .partitions(3));
        }

        assertThat(ReplayEstimation.partitions(store.target(), "totals")).isEqualTo(3);
        assertThat(ReplayEstimation.partitions(store.target(), "totals@1")).isEqualTo(3);
        assertThatThrownBy(() -> ReplayEstimation.partitions(store.target(), "total"))
                .isInstanceOf(OperationsException.class)
                .hasMessageContaining("subscription total: expected to have been started once, found none");
    }
}
