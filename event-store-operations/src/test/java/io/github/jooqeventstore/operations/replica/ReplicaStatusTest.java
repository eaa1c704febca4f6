package io.github.jooqeventstore.operations.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.jooqeventstore.AllSlice;
import io.github.jooqeventstore.EventStore;
import io.github.jooqeventstore.RecordedEvent;
import io.github.jooqeventstore.operations.Await;
import io.github.jooqeventstore.operations.DatabaseTarget;
import io.github.jooqeventstore.operations.OperationsDatabase;
import io.github.jooqeventstore.operations.ReplicatedServer;
import io.github.jooqeventstore.operations.TestStore;
import io.github.jooqeventstore.operations.cli.Cli;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jooq.DSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a primary and its standby say of replication. */
class ReplicaStatusTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration TOLERANCE = Duration.ofSeconds(1);

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    static Path folder;

    @SuppressWarnings("NullAway.Init") // set before all
    private static ReplicatedServer servers;

    @BeforeAll
    static void replicate() {
        servers = ReplicatedServer.start(folder);
        servers.primary().append(20);
        servers.await(true);
    }

    @AfterAll
    static void stop() {
        servers.close();
    }

    private static ReplicaStatus.Primary primary() {
        return (ReplicaStatus.Primary) status(servers.primary().target());
    }

    private static ReplicaStatus.Standby standby() {
        return (ReplicaStatus.Standby) status(servers.standbyTarget());
    }

    private static ReplicaStatus status(DatabaseTarget target) {
        try (var database = OperationsDatabase.open(target)) {
            return ReplicaStatus.of(database, TOLERANCE);
        }
    }

    @Test
    void tellsItsRoleInJson() {
        JsonNode primary = JSON.readTree(Cli.on(servers.primary().target(), "replica", "status", "--json")
                .out());
        JsonNode standby = JSON.readTree(
                Cli.on(servers.standbyTarget(), "replica", "status", "--json").out());

        assertThat(primary.get("role").asString()).isEqualTo("primary");
        assertThat(primary.get("standbys").get(0).get("name").asString()).isEqualTo(ReplicatedServer.NAME);
        assertThat(standby.get("role").asString()).isEqualTo("standby");
        assertThat(standby.get("received").asString()).contains("/");
    }

    @Nested
    class OfAPrimary {
        @Test
        void showsEachStandby() {
            Await.until(
                    "the primary to know",
                    () -> primary().findings().isEmpty()
                            && primary().standbys().getFirst().bytesBehind() == 0);

            ReplicaStatus.Primary status = primary();

            assertThat(status.server().standby()).isFalse();
            assertThat(status.server().timeline()).isEqualTo(1);
            assertThat(status.standbys())
                    .singleElement()
                    .satisfies(standby -> assertThat(standby.name()).isEqualTo(ReplicatedServer.NAME))
                    .satisfies(standby -> assertThat(standby.state()).isEqualTo("streaming"))
                    .satisfies(standby -> assertThat(standby.syncState()).isEqualTo("async"))
                    .satisfies(standby -> assertThat(standby.secondsBehind()).isZero());
            assertThat(status.slots())
                    .singleElement()
                    .satisfies(slot -> assertThat(slot.active()).isTrue());
        }

        @Test
        void namesASlotThatNobodyReads() {
            NewStandby.reserve(servers.primary().target(), "forgotten");
            try {
                assertThat(primary().findings())
                        .singleElement()
                        .satisfies(finding -> assertThat(finding).startsWith("slot forgotten keeps "));
            } finally {
                servers.primary().dsl().execute("select pg_drop_replication_slot('forgotten')");
            }
        }

        @Test
        void saysWhenAnAwaitedStandbyIsNotThere() {
            DSLContext dsl = servers.primary().dsl();
            dsl.execute("alter system set synchronous_standby_names = 'r2'");
            dsl.execute("select pg_reload_conf()");
            try {
                Await.until("the setting", () -> primary().synchronousNames().equals("r2"));
                assertThat(primary().findings())
                        .anySatisfy(finding -> assertThat(finding).startsWith("commits wait for r2, and none of them"));
            } finally {
                dsl.execute("alter system reset synchronous_standby_names");
                dsl.execute("select pg_reload_conf()");
            }
            Await.until("the setting", () -> primary().synchronousNames().isEmpty());
        }

        @Test
        void saysWhatTheUserMayNotSee() {
            DSLContext dsl = servers.primary().dsl();
            dsl.execute("create role blind login password 'blind'");
            DatabaseTarget target = servers.primary().target();
            var blind = new DatabaseTarget(
                    target.host(), target.port(), target.database(), "blind", "blind", target.schema(), Map.of());

            assertThat(status(blind).findings())
                    .anySatisfy(finding -> assertThat(finding).contains("grant pg_monitor"));
        }
    }

    @Nested
    class OfAStandby {
        @Test
        void isNotBehindWhileItIsIdle() {
            servers.primary().append(1);
            servers.await(true);
            Await.until(
                    "the last transaction to be older than is tolerated",
                    () -> Boolean.TRUE.equals(servers.standbyDsl()
                            .fetchValue("select now() - pg_last_xact_replay_timestamp() > interval '1.5 seconds'")));

            ReplicaStatus.Standby status = standby();

            assertThat(status.findings()).isEmpty();
            assertThat(status.bytesBehind()).isZero();
            assertThat(status.secondsBehind()).isZero();
            assertThat(status.replayed()).isEqualTo(status.received());
            ReplicaStatus.Receiver receiver = java.util.Objects.requireNonNull(status.receiver());
            assertThat(receiver.streaming()).isTrue();
            assertThat(receiver.slot()).isEqualTo(ReplicatedServer.NAME);
            assertThat(receiver.from())
                    .isEqualTo("127.0.0.1:" + servers.primary().target().port());
            assertThat(status.server().systemIdentifier())
                    .isEqualTo(primary().server().systemIdentifier());
        }

        @Test
        void isBehindByWhatWaitsToBeReplayed() {
            servers.standbyDsl().execute("select pg_wal_replay_pause()");
            try {
                servers.primary().append(10);
                servers.await(false);
                Await.until(
                        "it to have waited for longer than is tolerated",
                        () -> Boolean.TRUE.equals(servers.standbyDsl()
                                .fetchValue(
                                        "select now() - pg_last_xact_replay_timestamp() > interval '1.5 seconds'")));

                ReplicaStatus.Standby status = standby();

                assertThat(status.paused()).isTrue();
                assertThat(status.bytesBehind()).isPositive();
                assertThat(status.secondsBehind()).isGreaterThan(1);
                assertThat(status.findings())
                        .anySatisfy(finding -> assertThat(finding).startsWith("replay is paused"))
                        .anySatisfy(finding -> assertThat(finding).endsWith("seconds behind"));
                assertThat(primary().standbys().getFirst().bytesBehind()).isPositive();
            } finally {
                servers.standbyDsl().execute("select pg_wal_replay_resume()");
            }
            servers.await(true);
            assertThat(standby().findings()).isEmpty();
        }

        @Test
        void readersGoUpToWhatThePrimaryHasPublishedAndOnWhereNoPositionIsMissing() {
            DSLContext dsl = servers.primary().dsl();
            EventStore primary = EventStore.using(dsl);
            assertThatThrownBy(() -> dsl.transaction(rolledBack -> {
                        TestStore.append(rolledBack.dsl(), 3);
                        throw new IllegalStateException("positions that nobody will see");
                    }))
                    .isInstanceOf(IllegalStateException.class);
            long before = primary.publishHorizon();
            dsl.transaction(open -> {
                TestStore.append(open.dsl(), 1);
                servers.primary().append(1);
                primary.publishHorizon();
                servers.await(true);

                assertThat(positionsOnTheStandby()).contains(before).allMatch(position -> position <= before);
            });
            long published = primary.publishHorizon();
            servers.await(true);

            assertThat(published).isGreaterThan(before);
            assertThat(positionsOnTheStandby()).contains(published);
            ReadableEvents events = java.util.Objects.requireNonNull(standby().events());
            assertThat(events.publishedHorizon()).isEqualTo(published);
            assertThat(events.headPosition()).isEqualTo(published);
        }

        private java.util.List<Long> positionsOnTheStandby() {
            return EventStore.using(servers.standbyDsl())
                    .readAllLazily(AllSlice.all())
                    .map(RecordedEvent::position)
                    .toList();
        }
    }
}
