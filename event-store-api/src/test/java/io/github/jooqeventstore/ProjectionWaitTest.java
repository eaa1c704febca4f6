package io.github.jooqeventstore;

import static io.github.jooqeventstore.ExpectedVersion.any;
import static io.github.jooqeventstore.Notes.note;
import static io.github.jooqeventstore.Notes.notes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.jooqeventstore.projection.Projection;
import io.github.jooqeventstore.projection.Projections;
import io.github.jooqeventstore.projection.RunningProjection;
import io.github.jooqeventstore.subscription.FailurePolicy;
import io.github.jooqeventstore.subscription.PartitionStatus;
import io.github.jooqeventstore.subscription.SubscriptionDefinition;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jooq.impl.DataSourceConnectionProvider;
import org.jooq.impl.DefaultConfiguration;
import org.jooq.impl.ThreadLocalTransactionProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Waiting until a projection shows an append. */
class ProjectionWaitTest {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(200);
    private static final StreamId STREAM = StreamId.of("awaited");

    private final TestDatabase database = TestDatabase.migrated();
    private final DSLContext dsl = database.dslOnOneConnection();
    private final Subscribed program = Subscribed.to(database);
    private final EventStore store = program.store();
    private final Projections projections = Projections.of(store, program.subscriptions());

    ProjectionWaitTest() {
        Totals.create(dsl, "public");
    }

    @AfterEach
    void close() {
        program.close();
    }

    private long shown() {
        return Totals.of(dsl).getOrDefault(STREAM.value(), 0L);
    }

    @Test
    void showsWhatOneHasWritten() {
        RunningProjection running =
                projections.start(Totals.projection("totals").partitions(3));

        for (int number = 1; number <= 50; number++) {
            running.waitFor(store.append(STREAM, any(), note(number)), LONG);
            assertThat(shown()).isEqualTo(number);
        }
    }

    @Test
    void showsWhatAnotherProgramProjects() throws Exception {
        Process other = ProjectionProgram.start(database, "run", 1);
        try {
            Projection projection = ProjectionProgram.projection(1);
            Await.until(
                    "the other started",
                    () -> !program.subscriptions().status("totals@1").isEmpty());

            projections.waitFor(projection, store.append(STREAM, any(), notes(3)), LONG);

            assertThat(shown()).isEqualTo(3);
        } finally {
            other.destroyForcibly().waitFor();
        }
    }

    @Test
    void doesNotWaitForWhatTheProjectionIsNotHanded() {
        RunningProjection running = projections.start(Projection.of(
                SubscriptionDefinition.named("others").filter(EventFilter.ofTypes("other")), Totals::count));

        running.waitFor(store.append(STREAM, any(), note(1)), Duration.ofMillis(1));

        running.waitFor(store.append(STREAM, any(), new JsonEvent("other", "{}")), LONG);
        assertThat(shown()).isEqualTo(1);
        running.waitFor(store.append(STREAM, any(), note(1)), LONG);
    }

    @Test
    void waitsInVainNoLongerThanItWasTold() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        RunningProjection running =
                projections.start(Projection.of(SubscriptionDefinition.named("slow"), batch -> goOn.await()));
        AppendResult appended = store.append(STREAM, any(), note(1));

        long begun = System.nanoTime();
        assertThatThrownBy(() -> running.waitFor(appended, SHORT))
                .isInstanceOfSatisfying(ProjectionBehindException.class, late -> {
                    assertThat(late.projection()).isEqualTo("slow");
                    assertThat(late.awaited()).isEqualTo(appended.lastPosition());
                })
                .hasMessage("projection slow: expected to have passed position 1, found version 1 at position 0,"
                        + " after PT0.2S");
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isBetween(SHORT, SHORT.multipliedBy(20));

        goOn.countDown();
        running.waitFor(appended, LONG);
    }

    @Test
    void doesNotWaitForAProjectionThatHasStopped() throws Exception {
        RunningProjection running = projections.start(Projection.of(SubscriptionDefinition.named("bad"), batch -> {
            throw new IllegalStateException();
        }));
        AppendResult appended = store.append(STREAM, any(), note(1));
        Await.until("stopped", () -> running.status().getFirst().state() == PartitionStatus.State.STOPPED);

        assertThatThrownBy(() -> running.waitFor(appended, LONG))
                .hasMessage("projection bad: expected to have passed position 1, found version 1 stopped at position 0"
                        + " with error java.lang.IllegalStateException");
    }

    @Test
    void doesNotSayThatItShowsAStreamThatWasPutAside() throws Exception {
        RunningProjection running = projections.start(
                Projection.of(SubscriptionDefinition.named("parking").onFailure(FailurePolicy.parkStream()), batch -> {
                    throw new IllegalStateException();
                }));
        AppendResult appended = store.append(STREAM, any(), note(1));
        Await.until("parked", () -> program.subscriptions().parked("parking@1").size() == 1);

        assertThatThrownBy(() -> running.waitFor(appended, LONG))
                .hasMessage("projection parking: expected to have passed position 1, found the stream put aside");
    }

    @Test
    void saysThatTheProjectionWasNeverStarted() {
        AppendResult appended = store.append(STREAM, any(), note(1));

        assertThatThrownBy(() -> projections.waitFor(Totals.projection("never"), appended, SHORT))
                .hasMessage(
                        "projection never: expected to have passed position 1, found it never started, after PT0.2S");
    }

    @Nested
    class IsRefusedAtOnce {

        private final RunningProjection running = projections.start(Totals.projection("totals"));

        @Test
        void inTheTransactionThatHasNotCommitted() {
            AppendResult[] appended = new AppendResult[1];

            dsl.transaction(tx -> {
                appended[0] = store.in(tx).append(STREAM, any(), note(1));
                assertThatThrownBy(() -> running.waitFor(appended[0], LONG))
                        .isInstanceOfSatisfying(
                                AppendNotVisibleException.class,
                                e -> assertThat(e.stream()).isEqualTo(STREAM))
                        .hasMessage("projection totals: expected the append to stream awaited at position 1 to be"
                                + " committed, found no such event: not yet, or rolled back");
            });

            running.waitFor(appended[0], LONG);
            assertThat(shown()).isEqualTo(1);
        }

        @Test
        void inATransactionThatIsBoundToTheThread() {
            DefaultConfiguration bound = new DefaultConfiguration();
            bound.set(SQLDialect.POSTGRES);
            bound.set(new ThreadLocalTransactionProvider(new DataSourceConnectionProvider(database.dataSource())));
            EventStore boundStore = EventStore.using(DSL.using(bound));
            try (Projections here = Projections.of(boundStore)) {
                DSL.using(bound).transaction(() -> {
                    AppendResult appended = boundStore.append(STREAM, any(), note(1));
                    assertThatThrownBy(() -> here.waitFor(Totals.projection("totals"), appended, LONG))
                            .isInstanceOf(AppendNotVisibleException.class)
                            .hasMessage("projection totals: expected the append to stream awaited at position 1 to be"
                                    + " committed, found the transaction still open that waits for it");
                });
            }
        }

        @Test
        void afterARollback() {
            AppendResult[] appended = new AppendResult[1];
            assertThatThrownBy(() -> dsl.transaction(tx -> {
                        appended[0] = store.in(tx).append(STREAM, any(), note(1));
                        throw new DataAccessException("rolled back");
                    }))
                    .isInstanceOf(DataAccessException.class);

            assertThatThrownBy(() -> running.waitFor(appended[0], LONG)).isInstanceOf(AppendNotVisibleException.class);
        }
    }
}
