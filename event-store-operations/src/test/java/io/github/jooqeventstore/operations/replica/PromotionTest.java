package io.github.jooqeventstore.operations.replica;

import static io.github.jooqeventstore.schema.Tables.EVENTS;
import static io.github.jooqeventstore.schema.Tables.SUBSCRIPTIONS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.jooqeventstore.EventStore;
import io.github.jooqeventstore.EventStoreException;
import io.github.jooqeventstore.ExpectedVersion;
import io.github.jooqeventstore.JsonEvent;
import io.github.jooqeventstore.StreamId;
import io.github.jooqeventstore.operations.Await;
import io.github.jooqeventstore.operations.DatabaseTarget;
import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsDatabase;
import io.github.jooqeventstore.operations.OperationsException;
import io.github.jooqeventstore.operations.Progress;
import io.github.jooqeventstore.operations.ReplicatedServer;
import io.github.jooqeventstore.operations.TestStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jooq.DSLContext;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A standby that takes the place of its primary, or must not. */
class PromotionTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    @SuppressWarnings("NullAway.Init") // set before each
    private ReplicatedServer servers;

    @BeforeEach
    void replicate() {
        servers = ReplicatedServer.start(folder);
        servers.primary().append(50);
        servers.await(true);
    }

    @AfterEach
    void stop() {
        servers.close();
    }

    private Promotion promotion(@Nullable DatabaseTarget oldPrimary, boolean fenced, boolean promoted) {
        return new Promotion(
                servers.standbyTarget(),
                oldPrimary,
                new Promotion.Options(fenced, promoted, false, PATIENCE),
                Progress.NONE);
    }

    private static DatabaseTarget at(DatabaseTarget target, String host, int port) {
        return new DatabaseTarget(
                host, port, target.database(), target.user(), target.password(), target.schema(), Map.of());
    }

    @Test
    void isRefusedWhileTheOldPrimaryAnswersOrNobodyHasLooked() throws IOException {
        DatabaseTarget old = servers.primary().target();

        PromotionPlan living = promotion(old, false, false).plan();

        assertThat(living.obstacles())
                .anySatisfy(obstacle -> assertThat(obstacle).contains("found it sending its log here; stop it"))
                .anySatisfy(obstacle ->
                        assertThat(obstacle).contains("found a primary that takes appends on timeline 1; stop it"));
        assertRefused(promotion(old, false, false), "sending its log here");
        assertRefused(promotion(null, true, false), "sending its log here");
        assertRefused(promotion(null, false, true), "expected one that is promoted already, found a standby");

        servers.killPrimary();

        assertRefused(promotion(null, false, false), "expected --old-primary URL");
        assertRefused(
                promotion(servers.standbyTarget(), false, false), "found a standby on timeline 1; name the server");
        assertRefused(
                promotion(TestStore.create().target(), false, false), "takes appends on timeline 1 of another cluster");
        assertThatThrownBy(() -> promotion(at(old, "no-such-host.invalid", 5432), false, false)
                        .plan())
                .isInstanceOfSatisfying(
                        OperationsException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE));
        try (ServerSocket hangs = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> closeWhoeverComes(hangs));
            assertRefused(
                    promotion(at(old, "127.0.0.1", hangs.getLocalPort()), false, false),
                    "found a port that takes connections");
        }
        try (var database = OperationsDatabase.open(servers.standbyTarget())) {
            assertThat(ServerIdentity.read(database.dsl()).standby()).isTrue();
        }
    }

    private static void closeWhoeverComes(ServerSocket socket) {
        try {
            while (true) {
                socket.accept().close();
            }
        } catch (IOException e) {
            // The test is over.
        }
    }

    private static void assertRefused(Promotion promotion, String why) {
        assertThatThrownBy(promotion::execute)
                .isInstanceOfSatisfying(
                        OperationsException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.REFUSED))
                .hasMessageContaining(why);
    }

    @Test
    void replaysAllThatItHasReceivedAndIsAPrimaryInANewEpoch() {
        subscribe();
        servers.await(true);
        servers.standbyDsl().execute("select pg_wal_replay_pause()");
        servers.primary().append(50);
        servers.await(false);
        DatabaseTarget old = servers.primary().target();
        servers.killPrimary();

        PromotionPlan plan = promotion(old, false, false).plan();
        Promoted done = promotion(old, false, false).execute();

        assertThat(plan.obstacles()).isEmpty();
        assertThat(plan.paused()).isTrue();
        assertThat(plan.oldPrimary())
                .isNotNull()
                .satisfies(found -> assertThat(found.answers()).isFalse());
        assertThat(done.headPosition()).isEqualTo(100);
        assertThat(done.oldTimeline()).isEqualTo(1);
        assertThat(done.server().timeline()).isEqualTo(2);
        assertThat(done.store().epoch()).isEqualTo(2);
        assertThat(done.store().rewound()).isZero();
        assertThat(done.store().nextPosition()).isGreaterThan(1000);
        assertThat(done.fencing())
                .anySatisfy(line ->
                        assertThat(line).contains("cluster " + done.server().systemIdentifier() + " on timeline 2"));
        // The control file tells of the new timeline: pg_rewind sees that the two have parted.
        assertThat(servers.standbyDsl().fetchValue("select timeline_id from pg_control_checkpoint()"))
                .isEqualTo(2);
        TestStore.append(servers.standbyDsl(), 1);
        assertThat(servers.standbyDsl()
                        .fetchCount(EVENTS, EVENTS.POSITION.gt(done.store().nextPosition())))
                .isEqualTo(1);
        assertThat(servers.standbyDsl()
                        .select(SUBSCRIPTIONS.EPOCH)
                        .from(SUBSCRIPTIONS)
                        .fetchSingle()
                        .value1())
                .isEqualTo(1);
        assertThatThrownBy(promotion(old, false, false)::execute)
                .hasMessageContaining("expected a standby, found a primary on timeline 2")
                .hasMessageContaining("--promoted");
        assertThat(promotion(old, false, true).execute().store().epoch()).isEqualTo(3);
    }

    @Test
    void losesNoAcknowledgedEventWhereCommitsHaveWaitedForIt() {
        DSLContext primary = servers.primary().dsl();
        primary.execute("alter system set synchronous_standby_names = '" + ReplicatedServer.NAME + "'");
        primary.execute("select pg_reload_conf()");
        Await.until(
                "commits to wait for the standby",
                () -> "sync".equals(primary.fetchValue("select sync_state from pg_stat_replication")));
        List<Long> acknowledged = Collections.synchronizedList(new ArrayList<>());
        Thread writer = Thread.ofPlatform().start(() -> writeUntilTheServerDies(acknowledged));
        Await.until("200 acknowledged events", () -> acknowledged.size() >= 200);

        servers.killPrimary();
        Await.until("the writer to have noticed", () -> !writer.isAlive());
        Promoted done = promotion(servers.primary().target(), false, false).execute();

        System.out.println("promoted in " + done.secondsToWrite() + " s, " + acknowledged.size()
                + " acknowledged events, " + done.unfinishedBytes() + " bytes of a record that is not whole");
        assertThat(servers.standbyDsl().select(EVENTS.POSITION).from(EVENTS).fetch(EVENTS.POSITION))
                .containsAll(acknowledged);
    }

    private void writeUntilTheServerDies(List<Long> acknowledged) {
        try (var database = OperationsDatabase.open(servers.primary().target())) {
            EventStore store = EventStore.using(database.dsl());
            while (true) {
                acknowledged.add(
                        store.append(StreamId.of("order-1"), ExpectedVersion.any(), new JsonEvent("OrderPlaced", "{}"))
                                .lastPosition());
            }
        } catch (DataAccessException | EventStoreException e) {
            // The server is gone: what was in doubt was not acknowledged.
        }
    }

    private void subscribe() {
        servers.primary()
                .dsl()
                .insertInto(SUBSCRIPTIONS)
                .set(SUBSCRIPTIONS.NAME, "invoices")
                .set(SUBSCRIPTIONS.PARTITION, 0)
                .set(SUBSCRIPTIONS.PARTITIONS, 1)
                .set(SUBSCRIPTIONS.POSITION, 40L)
                .set(SUBSCRIPTIONS.EPOCH, 1L)
                .execute();
    }
}
