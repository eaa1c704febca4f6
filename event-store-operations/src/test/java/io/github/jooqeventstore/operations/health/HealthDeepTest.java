package io.github.jooqeventstore.operations.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.jooqeventstore.EventStore;
import io.github.jooqeventstore.ExpectedVersion;
import io.github.jooqeventstore.JsonEvent;
import io.github.jooqeventstore.NewEvent;
import io.github.jooqeventstore.StreamId;
import io.github.jooqeventstore.migration.SchemaMigrations;
import io.github.jooqeventstore.operations.Await;
import io.github.jooqeventstore.operations.DatabaseTarget;
import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OwnServer;
import io.github.jooqeventstore.operations.TestStore;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.jooq.SQLDialect;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The probe that finds what a load balancer need not know. */
class HealthDeepTest {
    // The disk of the machine that runs the tests is its own affair.
    private static final HealthLimits LIMITS = HealthLimits.defaults().freeDisk(0);

    private static HealthReport deep(TestStore store, HealthLimits limits) {
        return Health.of(store.dataSource()).limits(limits).deep();
    }

    private static HealthCheck finding(HealthReport report, String name) {
        return report.checks().stream()
                .filter(check -> check.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(report.toString()));
    }

    private static HealthCheck failure(TestStore store, String name) {
        HealthReport report = deep(store, LIMITS);
        assertThat(report.failures())
                .as("%s", report)
                .extracting(HealthCheck::name)
                .containsExactly(name);
        return report.failures().getFirst();
    }

    @Test
    void findsNothingWhereNothingIsWrong() {
        TestStore store = TestStore.create();
        store.append(20);

        HealthReport report = deep(store, LIMITS);

        assertThat(report.healthy()).as("%s", report).isTrue();
        assertThat(report.checks()).noneMatch(check -> check.status() == HealthCheck.Status.UNKNOWN);
        assertThat(Health.of(store.dataSource()).ready().healthy()).isTrue();
    }

    @Test
    void findsATriggerThatIsSwitchedOff() {
        TestStore store = TestStore.create();
        store.dsl().execute("alter table event_store.events disable trigger events_are_never_changed");

        HealthCheck failure = failure(store, "structure");

        assertThat(failure.finding()).contains("events_are_never_changed").contains("disabled");
        assertThat(failure.exitCode()).isEqualTo(ExitCode.INTEGRITY);
        assertThat(Health.of(store.dataSource()).ready().healthy()).isTrue();
    }

    @Test
    void findsTriggersThatARolePassesBy() {
        TestStore store = TestStore.create();
        store.dsl().execute("alter database " + store.target().database() + " set session_replication_role = replica");

        assertThat(failure(store, "triggers").finding()).contains("found replica");
    }

    @Test
    void findsAMissingKey() {
        TestStore store = TestStore.create();
        store.dsl().execute("alter table event_store.events drop constraint events_pk");

        assertThat(failure(store, "structure").finding()).contains("events_pk");
    }

    @Test
    void findsAnInvalidIndex() {
        TestStore store = TestStore.create();
        store.append(20);
        try {
            store.dsl().execute("create unique index concurrently mine on event_store.events (event_type)");
        } catch (DataAccessException e) {
            assertThat(e).hasMessageContaining("could not create unique index");
        }

        assertThat(failure(store, "indexes").finding()).contains("mine");
    }

    @Test
    void findsASequenceBehindTheHead() {
        TestStore store = TestStore.create();
        store.append(20);
        store.dsl().fetch("select setval('event_store.events_position_seq', 3)");

        assertThat(failure(store, "positions").finding()).contains("head 20").contains("found it at 3");
    }

    @Test
    void findsACheckpointAheadOfTheHead() {
        TestStore store = TestStore.create();
        store.append(20);
        store.dsl()
                .execute("insert into event_store.subscriptions (name, partition, partitions, position, epoch)"
                        + " values ('mail', 0, 1, 21, 1), ('list', 0, 1, 20, 1)");
        store.dsl().execute("update event_store.store set published_horizon = 22");

        assertThat(failure(store, "checkpoints").finding())
                .contains("mail partition 0 at 21, the published horizon at 22")
                .doesNotContain("list");
    }

    @Test
    void findsWhoHoldsTheOrderBack() throws SQLException {
        TestStore store = TestStore.create();
        try (Connection connection = store.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            EventStore.using(DSL.using(connection, SQLDialect.POSTGRES))
                    .append(
                            StreamId.of("order-1"),
                            ExpectedVersion.noStream(),
                            NewEvent.of(new JsonEvent("OrderPlaced", "{\"secret\": 1}")));
            store.append(10);

            assertThat(deep(store, LIMITS).healthy()).isTrue();
            HealthReport report = deep(store, LIMITS.holder(Duration.ZERO));

            assertThat(finding(report, "order").finding())
                    .contains("session of pid")
                    .doesNotContain("secret");
            connection.rollback();
        }
    }

    @Test
    void findsOldTransactionIds() {
        TestStore store = TestStore.create();

        HealthReport report = deep(store, LIMITS.transactionIdAge(1));

        assertThat(report.failures()).extracting(HealthCheck::name).containsExactly("transaction ids");
    }

    @Test
    void findsADiskThatIsAlmostFull() {
        HealthCheck disk = finding(deep(TestStore.create(), LIMITS.freeDisk(1.01)), "disk");

        assertThat(disk.status()).isEqualTo(HealthCheck.Status.FAILED);
        assertThat(disk.exitCode()).isEqualTo(ExitCode.NO_SPACE);
    }

    @Test
    void saysWhatTheRoleMayNotSee() {
        TestStore store = TestStore.create();
        store.append(10);
        String role = "r_" + store.target().database();
        store.dsl().execute("create role " + role + " login password 'secret'");
        SchemaMigrations.of(store.dataSource()).grant(role, role + "_reader");

        HealthReport report = Health.of(
                        DatabaseTarget.of(store.url(), role, "secret").dataSource())
                .limits(LIMITS)
                .deep();

        assertThat(report.healthy()).as("%s", report).isTrue();
        assertThat(finding(report, "positions").status()).isEqualTo(HealthCheck.Status.UNKNOWN);
    }

    @Test
    void findsForgottenPreparedTransactionsAndArchivingThatFails(@TempDir Path folder) {
        Map<String, String> settings =
                Map.of("max_prepared_transactions", "2", "archive_mode", "on", "archive_command", "false");
        try (OwnServer server = OwnServer.in(folder.resolve("server"), settings)) {
            server.dsl().connection(connection -> {
                try (var statement = connection.createStatement()) {
                    connection.setAutoCommit(false);
                    statement.execute("update event_store.store set published_horizon = 0");
                    statement.execute("prepare transaction 'forgotten'");
                    connection.setAutoCommit(true);
                }
            });
            server.dsl().fetch("select pg_switch_wal()");
            Await.until(
                    "the archiver to fail",
                    () -> Boolean.TRUE.equals(
                            server.dsl().fetchValue("select failed_count > 0 from pg_stat_archiver")));

            HealthReport report = Health.of(server.target().dataSource())
                    .limits(LIMITS.prepared(Duration.ZERO))
                    .deep();

            assertThat(report.failures())
                    .as("%s", report)
                    .extracting(HealthCheck::name)
                    .containsExactly("prepared", "archiving");
            assertThat(finding(report, "prepared").finding()).contains("forgotten");
            server.dsl().execute("rollback prepared 'forgotten'");
        }
    }
}
