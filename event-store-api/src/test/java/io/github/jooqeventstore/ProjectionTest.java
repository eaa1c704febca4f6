package io.github.jooqeventstore;

import static io.github.jooqeventstore.ExpectedVersion.any;
import static io.github.jooqeventstore.Notes.note;
import static io.github.jooqeventstore.Notes.notes;
import static io.github.jooqeventstore.Totals.TOTALS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.jooqeventstore.migration.SchemaMigrations;
import io.github.jooqeventstore.postgres.PostgresOptions;
import io.github.jooqeventstore.postgres.PostgresServer;
import io.github.jooqeventstore.projection.Projection;
import io.github.jooqeventstore.projection.Projections;
import io.github.jooqeventstore.projection.RunningProjection;
import io.github.jooqeventstore.subscription.FailurePolicy;
import io.github.jooqeventstore.subscription.PartitionStatus;
import io.github.jooqeventstore.subscription.StartAt;
import io.github.jooqeventstore.subscription.SubscriptionDefinition;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** A projection that runs beside the appends: each event in its tables exactly once. */
class ProjectionTest {

    private final TestDatabase database = TestDatabase.migrated();
    private final DSLContext dsl = database.dslOnOneConnection();
    private final Subscribed program = Subscribed.to(database);
    private final EventStore store = program.store();
    private final Projections projections = Projections.of(store, program.subscriptions());

    ProjectionTest() {
        Totals.create(dsl, "public");
    }

    @AfterEach
    void close() {
        projections.close();
        program.close();
    }

    private void awaitAll(DSLContext context) throws Exception {
        Await.until("all events counted", () -> Totals.of(context).equals(Totals.expected(context)));
    }

    @Test
    void showsWhatWasAppendedBeforeAndAfterItsStart() throws Exception {
        program.append(30);

        RunningProjection running =
                projections.start(Totals.projection("totals").partitions(3));
        awaitAll(dsl);
        program.append(20);
        awaitAll(dsl);

        assertThat(Totals.sumOf(dsl)).isEqualTo(50);
        assertThat(running.status())
                .hasSize(3)
                .allSatisfy(status -> assertThat(status.subscription()).isEqualTo("totals@1"));
    }

    @Test
    void writesNothingOfABatchThatFails() throws Exception {
        program.append(10);

        RunningProjection running = projections.start(Projection.of(SubscriptionDefinition.named("failing"), batch -> {
            Totals.count(batch);
            throw new IllegalStateException("a payload");
        }));
        Await.until("stopped", () -> running.status().getFirst().state() == PartitionStatus.State.STOPPED);

        assertThat(Totals.of(dsl)).isEmpty();
        assertThat(running.status().getFirst().position()).isZero();
        assertThat(running.status().getFirst().lastError()).isEqualTo("java.lang.IllegalStateException");
    }

    @Test
    void stopsAtAnSqlErrorThatItsCodeHides() throws Exception {
        program.append(10);
        List<Long> effects = Subscribed.seen();

        RunningProjection running = projections.start(Projection.of(SubscriptionDefinition.named("hiding"), batch -> {
            Totals.count(batch);
            batch.afterCommit(() -> effects.add(0L));
            try {
                batch.dsl().execute("select 1/0");
            } catch (DataAccessException e) {
                // Hidden: the transaction is lost all the same.
            }
        }));
        Await.until("stopped", () -> running.status().getFirst().state() == PartitionStatus.State.STOPPED);

        assertThat(Totals.of(dsl)).isEmpty();
        assertThat(effects).isEmpty();
    }

    @Nested
    class SideEffects {

        private final List<Long> effects = Subscribed.seen();
        private final AtomicBoolean fails = new AtomicBoolean(true);

        @Test
        void comeAfterTheCommitAndNotAfterARollback() throws Exception {
            program.append(3);
            projections.start(Projection.of(
                    SubscriptionDefinition.named("mails").onFailure(FailurePolicy.retry(3)), batch -> {
                        Totals.count(batch);
                        batch.afterCommit(() -> effects.add(Totals.sumOf(dsl)));
                        if (fails.getAndSet(false)) {
                            throw new IllegalStateException();
                        }
                    }));

            Subscribed.awaitSize(effects, 1);

            // Seen on another connection: it was committed.
            assertThat(effects).containsExactly(3L);
        }

        @Test
        void thatThrowStopNothing() throws Exception {
            program.append(3);
            projections.start(Projection.of(SubscriptionDefinition.named("mails"), batch -> {
                Totals.count(batch);
                batch.afterCommit(() -> {
                    throw new IllegalStateException();
                });
                batch.afterCommit(() -> effects.add(0L));
            }));
            Subscribed.awaitSize(effects, 1);

            program.append(4);
            Subscribed.awaitSize(effects, 2);

            awaitAll(dsl);
        }
    }

    @Nested
    class AnotherVersion {

        @Test
        void isRefused() {
            projections.start(Totals.projection("totals").version(3));

            assertThatThrownBy(
                            () -> projections.start(Totals.projection("totals").version(4)))
                    .isInstanceOfSatisfying(ProjectionVersionException.class, refused -> {
                        assertThat(refused.projection()).isEqualTo("totals");
                        assertThat(refused.version()).isEqualTo(4);
                    })
                    .hasMessage("projection totals: expected version 4 to be live, found version 3 live");
        }
    }

    @Nested
    class BadInput {

        @Test
        void isRefused() {
            assertThatThrownBy(() -> Totals.projection("totals@2"))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessage("projection totals@2: name must have 200 characters at most, and no @ among them");
            assertThatThrownBy(() -> Totals.projection("t".repeat(201))).isInstanceOf(InvalidInputException.class);
            assertThatThrownBy(() -> Totals.projection("totals").version(0))
                    .hasMessage("projection totals: version must be 1 or more, found 0");
            assertThatThrownBy(() ->
                            Projection.of(SubscriptionDefinition.named("totals").startAt(StartAt.now()), Totals::count))
                    .hasMessage("projection totals: must start at the beginning, found now");
        }
    }

    @Nested
    class Killed {

        private static final int ROUNDS = 5;
        private final AtomicBoolean ended = new AtomicBoolean();

        private Future<Boolean> appendMeanwhile(EventStore writer) {
            return Threads.beside(() -> {
                for (int number = 0; !ended.get(); number++) {
                    appendSurely(writer, StreamId.of("written", number % 7));
                }
                return true;
            });
        }

        private static void appendSurely(EventStore writer, StreamId stream) throws InterruptedException {
            NewEvent event = NewEvent.of(note(1));
            while (true) {
                try {
                    writer.append(stream, any(), event);
                    return;
                } catch (AppendOutcomeUnknownException | TransactionConflictException e) {
                    // Asked again.
                } catch (DataAccessException e) {
                    if (!Failures.isConnectionLost(e)) {
                        throw e;
                    }
                    LockSupport.parkNanos(20_000_000);
                }
            }
        }

        @Test
        void leavesTableAndCheckpointInAgreementEachTime() throws Exception {
            for (int stream = 0; stream < 20; stream++) {
                store.append(StreamId.of("before", stream), any(), notes(200));
            }
            Future<Boolean> writer = appendMeanwhile(store);
            Random random = new Random(42);
            for (int round = 0; round < ROUNDS; round++) {
                long before = Totals.sumOf(dsl);
                long more = 20L + random.nextInt(100);
                Process other = ProjectionProgram.start(database, "run", 1);
                Await.until("the other at work", () -> Totals.sumOf(dsl) > before + more);
                other.destroyForcibly().waitFor();
                Await.until("its last statement ended", () -> Totals.differenceToCheckpoint(dsl, "totals@1") == 0);
            }
            ended.set(true);
            Threads.result(writer);
            assertThat(Totals.of(dsl)).as("killed before the end").isNotEqualTo(Totals.expected(dsl));

            projections.start(Totals.projection("totals"));

            awaitAll(dsl);
            assertThat(Totals.differenceToCheckpoint(dsl, "totals@1")).isZero();
        }

        @Test
        void withItsServerLosesAndRepeatsNothing() throws Exception {
            try (PostgresServer server =
                    PostgresServer.start(PostgresOptions.defaults().mode(PostgresOptions.Mode.EMBEDDED))) {
                DSLContext onServer = DSL.using(server.dataSource(), SQLDialect.POSTGRES);
                SchemaMigrations.of(server.dataSource()).migrate();
                Totals.create(onServer, "public");
                try (Subscribed there = Subscribed.to(server.dataSource())) {
                    Projections onIt = Projections.of(there.store(), there.subscriptions());
                    Future<Boolean> writer = appendMeanwhile(there.store());
                    RunningProjection running = onIt.start(ProjectionProgram.projection(1));
                    for (int round = 0; round < 3; round++) {
                        long before = Totals.sumOf(onServer);
                        Await.until("at work", () -> Totals.sumOf(onServer) > before + 50);
                        killABackend(onServer);
                        Await.until("up again", () -> answers(onServer));
                        assertThat(Totals.differenceToCheckpoint(onServer, "totals@1"))
                                .isZero();
                    }
                    ended.set(true);
                    Threads.result(writer);
                    awaitAll(onServer);
                    running.close();
                    assertThat(Totals.differenceToCheckpoint(onServer, "totals@1"))
                            .isZero();
                }
            }
        }

        /** The postmaster then ends all others and goes through crash recovery, as after its own end. */
        private static void killABackend(DSLContext context) throws Exception {
            long pid = context.select(DSL.field("pid", Integer.class))
                    .from("pg_stat_activity")
                    .where("backend_type = 'client backend' and pid <> pg_backend_pid()")
                    .limit(1)
                    .fetchSingle()
                    .value1();
            assertThat(ProcessHandle.of(pid).orElseThrow().destroyForcibly()).isTrue();
            Await.until(
                    "it gone",
                    () -> ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
        }

        private static boolean answers(DSLContext context) {
            try {
                context.fetchExists(TOTALS);
                return true;
            } catch (DataAccessException e) {
                return false;
            }
        }
    }
}
