package io.github.jooqeventstore.operations.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.jooqeventstore.migration.SchemaMigrations;
import io.github.jooqeventstore.operations.Await;
import io.github.jooqeventstore.operations.DatabaseTarget;
import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OwnServer;
import io.github.jooqeventstore.operations.TestStore;
import io.github.jooqeventstore.pool.Pool;
import io.github.jooqeventstore.pool.PoolOptions;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The probe that a load balancer asks. */
class HealthReadyTest {
    private static HealthReport ready(TestStore store) {
        return Health.of(store.dataSource()).ready();
    }

    private static HealthCheck onlyFailure(HealthReport report) {
        assertThat(report.healthy()).isFalse();
        assertThat(report.failures()).as("%s", report).hasSize(1);
        return report.failures().getFirst();
    }

    @Nested
    class OfAStoreThatTakesAppends {
        @Test
        void saysYes() {
            HealthReport report = ready(TestStore.create());

            assertThat(report.healthy()).as("%s", report).isTrue();
            assertThat(report.checks())
                    .extracting(HealthCheck::name)
                    .containsExactly("connection", "primary", "schema", "rights", "disk");
            assertThat(report.exitCode()).isEqualTo(ExitCode.OK);
        }

        @Test
        void looksAtNoEventAndSendsTheSameStatementsHoweverManyThereAre() {
            TestStore store = TestStore.create();
            var statements = new RecordedStatements(store.dataSource());
            Health health = Health.of(statements.dataSource());

            assertThat(health.ready().healthy()).isTrue();
            List<String> whenEmpty = statements.taken();
            store.append(1000);
            assertThat(health.ready().healthy()).isTrue();
            List<String> withEvents = statements.taken();

            assertThat(withEvents).isEqualTo(whenEmpty).hasSize(7);
            assertThat(withEvents).noneMatch(sql -> sql.contains("\"events\"") || sql.contains("\"streams\""));
        }

        @Test
        void leavesThePoolsConnectionAsItWas() throws Exception {
            TestStore store = TestStore.create();
            try (Pool pool = pool(store, 1)) {
                assertThat(Health.of(pool).ready().healthy()).isTrue();

                try (Connection connection = pool.getConnection();
                        var statement = connection.createStatement();
                        var row = statement.executeQuery("select current_setting('statement_timeout'),"
                                + " current_setting('work_mem'), pg_current_xact_id_if_assigned() is null")) {
                    assertThat(connection.getAutoCommit()).isTrue();
                    assertThat(row.next()).isTrue();
                    assertThat(row.getString(1)).isEqualTo("0");
                    assertThat(row.getString(2)).isNotEqualTo("64kB");
                }
            }
        }

        @Test
        void knowsAnotherSchema() {
            TestStore store = TestStore.withoutSchema();
            SchemaMigrations.of(store.dataSource()).schema("My Orders").migrate();

            assertThat(Health.of(store.dataSource()).schema("My Orders").ready().healthy())
                    .isTrue();
        }
    }

    @Nested
    class OfADatabaseThatDoesNotTakeThem {
        @Test
        void namesTheMissingSchema() {
            HealthCheck failure = onlyFailure(ready(TestStore.withoutSchema()));

            assertThat(failure.name()).isEqualTo("schema");
            assertThat(failure.finding()).contains("event-store migrate");
        }

        @Test
        void namesAnOldSchema() {
            TestStore store = TestStore.create();
            store.dsl().execute("update event_store.store set schema_version = 1");

            assertThat(onlyFailure(ready(store)).finding()).contains("expected version 2 or newer, found version 1");
        }

        @Test
        void namesTheRightsThatTheRoleLacks() {
            TestStore store = TestStore.create();
            String role = "r_" + store.target().database();
            store.dsl().execute("create role " + role + " login password 'secret'");
            SchemaMigrations.of(store.dataSource()).grant(role + "_app", role);
            DatabaseTarget reader = DatabaseTarget.of(store.url(), role, "secret");

            HealthCheck failure = onlyFailure(Health.of(reader.dataSource()).ready());

            assertThat(failure.name()).isEqualTo("rights");
            assertThat(failure.finding())
                    .contains("INSERT of events.event_data")
                    .doesNotContain("SELECT");
            assertThat(failure.exitCode()).isEqualTo(ExitCode.LOGIN_REFUSED);

            store.dsl().execute("grant " + role + "_app to " + role);
            assertThat(Health.of(reader.dataSource()).ready().healthy()).isTrue();
        }

        @Test
        void namesTransactionsThatOnlyRead() {
            TestStore store = TestStore.create();
            store.dsl()
                    .execute("alter database " + store.target().database() + " set default_transaction_read_only = on");

            HealthCheck failure = onlyFailure(ready(store));

            assertThat(failure.name()).isEqualTo("primary");
            assertThat(failure.finding()).contains("default_transaction_read_only");
        }

        @Test
        void namesAWrongPasswordWithoutShowingIt() {
            DatabaseTarget right = TestStore.create().target();
            DatabaseTarget wrong = DatabaseTarget.of(
                    "jdbc:postgresql://" + right.host() + ":" + right.port() + "/" + right.database(),
                    right.user(),
                    "wrong-secret");

            HealthReport report = Health.of(wrong.dataSource()).ready();

            assertThat(report.exitCode()).isEqualTo(ExitCode.LOGIN_REFUSED);
            assertThat(report.toString()).doesNotContain("wrong-secret");
        }

        @Test
        void saysThatAPoolHasNoConnectionLeft() throws Exception {
            TestStore store = TestStore.create();
            try (Pool pool = pool(store, 2);
                    Connection one = pool.getConnection();
                    Connection two = pool.getConnection()) {
                HealthReport report = Health.of(pool).ready();

                HealthCheck failure = onlyFailure(report);
                assertThat(one).isNotEqualTo(two);
                assertThat(failure.name()).isEqualTo("connection");
                assertThat(failure.finding()).contains("2 of 2 connections in use");
                assertThat(report.millis()).isBetween(900L, 1000L);
            }
        }

        @Test
        void waitsForNobodyWhoLocksTheTable() throws Exception {
            TestStore store = TestStore.create();
            try (Connection connection = store.dataSource().getConnection();
                    var statement = connection.createStatement()) {
                connection.setAutoCommit(false);
                statement.execute("lock table event_store.store in access exclusive mode");

                HealthReport report = ready(store);

                assertThat(onlyFailure(report).name()).isEqualTo("schema");
                assertThat(report.millis()).isLessThan(1100);
                Await.until(
                        "the server to have ended the probe's statement",
                        () -> Long.valueOf(0)
                                .equals(
                                        store.dsl()
                                                .fetchValue(
                                                        "select count(*) from pg_locks where not granted and database ="
                                                                + " (select oid from pg_database where datname = current_database())")));
            }
        }
    }

    @Nested
    class OfAServerInTrouble {
        @TempDir
        private Path folder;

        @Test
        void saysNoInTimeWhenItWasKilled() throws Exception {
            try (OwnServer server = OwnServer.in(folder.resolve("server"), Map.of())) {
                Health health = Health.of(server.target().dataSource());
                assertThat(health.ready().healthy()).isTrue();

                server.signal("KILL");

                HealthReport report = health.ready();
                assertThat(onlyFailure(report).name()).isEqualTo("connection");
                assertThat(report.millis()).isLessThan(1100);
            }
        }

        @Test
        void saysNoInTimeWhenItIsSilentAndYesWhenItGoesOn() throws Exception {
            try (OwnServer server = OwnServer.in(folder.resolve("server"), Map.of());
                    Pool pool = pool(server.target(), 2)) {
                Health unpooled = Health.of(server.target().dataSource());
                Health pooled = Health.of(pool);
                assertThat(pooled.ready().healthy()).isTrue();

                server.signal("STOP");
                try {
                    for (Health health : List.of(unpooled, pooled, unpooled)) {
                        HealthReport report = health.ready();
                        assertThat(onlyFailure(report).finding())
                                .contains("expected an answer within 950 ms, found none");
                        assertThat(report.millis()).isBetween(900L, 1100L);
                    }
                } finally {
                    server.signal("CONT");
                }

                Await.until(
                        "the server to be ready again", () -> unpooled.ready().healthy());
                Await.until("the pool to be ready again", () -> pooled.ready().healthy());
            }
        }

        @Test
        void saysNoWhenItIsInRecovery() throws Exception {
            try (OwnServer server = OwnServer.in(folder.resolve("server"), Map.of())) {
                server.restartInRecovery();

                HealthCheck failure =
                        onlyFailure(Health.of(server.target().dataSource()).ready());

                assertThat(failure.name()).isEqualTo("primary");
                assertThat(failure.finding()).contains("found one in recovery");
            }
        }
    }

    private static Pool pool(TestStore store, int size) {
        return pool(store.target(), size);
    }

    private static Pool pool(DatabaseTarget target, int size) {
        return Pool.open(PoolOptions.production(
                        "jdbc:postgresql://" + target.host() + ":" + target.port() + "/" + target.database(),
                        target.user(),
                        target.password())
                .size(size, 1));
    }
}
