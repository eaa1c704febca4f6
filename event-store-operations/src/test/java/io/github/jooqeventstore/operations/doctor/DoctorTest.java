package io.github.jooqeventstore.operations.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.jooqeventstore.migration.SchemaMigrations;
import io.github.jooqeventstore.operations.Await;
import io.github.jooqeventstore.operations.DatabaseTarget;
import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsDatabase;
import io.github.jooqeventstore.operations.OperationsException;
import io.github.jooqeventstore.operations.Progress;
import io.github.jooqeventstore.operations.TestStore;
import io.github.jooqeventstore.operations.index.Indexes;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.jooq.exception.DataAccessException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What is wrong with a store, each thing made wrong. The server that tests share is itself set so that a crash loses events. */
class DoctorTest {
    private final TestStore store = TestStore.create();

    private Examined examine() {
        return Examined.of(store.target());
    }

    @Nested
    class FindsHistory {
        @Test
        void thatWasRestoredUnderASubscription() {
            store.append(20);
            store.dsl()
                    .execute("insert into event_store.subscriptions (name, partition, partitions, position, epoch,"
                            + " event_id) values ('mail', 0, 1, 10, 1, gen_random_uuid())");
            store.dsl().execute("update event_store.store set epoch = 2");

            Examined examined = examine();

            assertThat(examined.all("restored history"))
                    .extracting(DoctorFinding::problem)
                    .anyMatch(problem -> problem.startsWith("The store was restored, and a subscription still has its"
                                    + " checkpoint of before")
                            && problem.contains("subscription mail, partition 0: expected epoch 2, found epoch 1"))
                    .anyMatch(problem -> problem.startsWith("Behind a subscription stands another event"));
            assertThat(examined.diagnosis().exitCode()).isEqualTo(ExitCode.INTEGRITY);
        }

        @Test
        void thatIsBehindACheckpoint() {
            store.append(20);
            store.dsl()
                    .execute("insert into event_store.subscriptions (name, partition, partitions, position, epoch)"
                            + " values ('mail', 0, 1, 21, 1)");

            assertThat(examine().the("checkpoints").problem())
                    .startsWith("Somebody has seen events that are not here")
                    .contains("mail partition 0 at 21");
        }

        @Test
        void whosePositionsComeTwice() {
            store.append(20);
            store.dsl().fetch("select setval('event_store.events_position_seq', 3)");

            DoctorFinding finding = examine().the("positions");

            assertThat(finding.exitCode()).isEqualTo(ExitCode.INTEGRITY);
            assertThat(finding.problem()).contains("head 20");
        }

        @Test
        void whosePositionsRunOut() {
            store.dsl().fetch("select setval('event_store.events_position_seq', 5000000000000000000)");

            assertThat(examine().the("positions").problem()).startsWith("54 % of all positions are used");
        }

        @Test
        void thatNothingProtects() {
            store.dsl()
                    .execute("alter database " + store.target().database() + " set session_replication_role = replica");

            assertThat(examine().the("triggers").problem())
                    .startsWith("The triggers that protect history do not fire.");
        }
    }

    @Nested
    class FindsInTheSchema {
        @Test
        void aMissingIndexAndTheCommandThatBuildsIt() {
            store.dsl().execute("drop index event_store.events_by_type");

            DoctorFinding finding = examine().the("structure");

            assertThat(finding.severity()).isEqualTo(Severity.STANDSTILL);
            assertThat(finding.problem())
                    .contains("index events_by_type on events: expected")
                    .contains("found none");
            assertThat(finding.mend()).isEqualTo("event-store index create --missing");
            try (var database = OperationsDatabase.open(store.target())) {
                new Indexes(database).createMissing(Progress.NONE);
            }
            examine().isWellIn("structure");
        }

        @Test
        void anInvalidIndex() {
            store.append(20);
            assertThatThrownBy(() -> store.dsl()
                            .execute("create unique index concurrently mine on event_store.events (event_type)"))
                    .isInstanceOf(DataAccessException.class);

            assertThat(examine().the("indexes").problem()).contains("mine");
        }

        @Test
        void aMissingKey() {
            store.dsl().execute("alter table event_store.events drop constraint events_event_id_is_unique");

            DoctorFinding finding = examine().the("structure");

            assertThat(finding.exitCode()).isEqualTo(ExitCode.INTEGRITY);
            assertThat(finding.problem()).contains("events_event_id_is_unique");
        }

        @Test
        void anIndexTwice() {
            store.dsl().execute("create index mine on event_store.events (event_type, position)");

            DoctorFinding finding = examine().the("index advice");

            assertThat(finding.problem()).startsWith("Index mine is the same as events_by_type");
            assertThat(finding.severity()).isEqualTo(Severity.ADVICE);
        }

        @Test
        void tablesThatVacuumAndStatisticsHaveNotCaughtUpWith() {
            store.dsl().execute("alter table event_store.events set (autovacuum_enabled = off)");
            store.append(200);
            DoctorLimits limits = Examined.LIMITS.changedRows(0);
            Await.until(
                    "the server to have counted",
                    () -> Examined.of(store.target(), limits).all("statistics").stream()
                            .anyMatch(finding -> finding.problem()
                                    .startsWith("The planner's statistics of table events are stale: 200 of 200")));

            Examined examined = Examined.of(store.target(), limits);

            assertThat(examined.all("vacuum"))
                    .extracting(DoctorFinding::problem)
                    .anyMatch(problem -> problem.startsWith("Autovacuum is switched off for table events"))
                    .anyMatch(
                            problem -> problem.startsWith("Vacuum is behind in table events: 0 rows are dead and 200"));
            examine().isWellIn("statistics");
        }
    }

    @Nested
    class Finds {
        @Test
        void whatARoleOrADatabaseIsToldToDoWithoutSafety() {
            String role = "r_" + store.target().database();
            store.dsl().execute("create role " + role);
            store.dsl().execute("alter role " + role + " set synchronous_commit = off");
            store.dsl().execute("alter database " + store.target().database() + " set synchronous_commit = 'off'");

            assertThat(examine().all("settings"))
                    .extracting(DoctorFinding::problem)
                    .anyMatch(problem -> problem.startsWith("Setting synchronous_commit is off for role " + role + ":"))
                    .anyMatch(problem -> problem.startsWith("Setting synchronous_commit is off in database "
                            + store.target().database()));
            store.dsl().execute("drop role " + role);
        }

        @Test
        void connectionsThatRunOut() throws SQLException {
            String role = "c_" + store.target().database();
            store.dsl().execute("create role " + role + " login password 'secret' connection limit 1");
            try (Connection only =
                    DatabaseTarget.of(store.url(), role, "secret").dataSource().getConnection()) {
                assertThat(only.isValid(1)).isTrue();

                assertThat(examine().the("connections").problem())
                        .isEqualTo(
                                "Connections run out: role " + role + " has 1 of the 1 connections that it may have.");
            }
        }

        @Test
        void subscriptionsThatStoppedAndEventsPutAside() {
            store.append(20);
            store.dsl()
                    .execute("insert into event_store.subscriptions (name, partition, partitions, position, epoch,"
                            + " stopped_at, last_error) values ('mail', 0, 1, 3, 1, now(), 'secret')");
            store.dsl()
                    .execute("insert into event_store.parked_events (position, attempts, event_id, subscription,"
                            + " stream_id) select position, 1, event_id, 'mail', stream_id from event_store.events where"
                            + " position = 2");

            Examined examined = examine();

            assertThat(examined.the("subscriptions").problem())
                    .isEqualTo("An error has stopped subscription mail in 1 partitions.");
            assertThat(examined.the("parked events").problem()).startsWith("1 events that subscription mail");
            assertThat(examined.diagnosis().toString()).doesNotContain("secret");
        }
    }

    @Test
    void saysWhatTheRoleMayNotSee() {
        String role = "s_" + store.target().database();
        store.dsl().execute("create role " + role + " login password 'secret'");
        SchemaMigrations.of(store.dataSource()).grant(role, role + "_reader");

        Examined examined = Examined.of(DatabaseTarget.of(store.url(), role, "secret"));

        assertThat(examined.diagnosis().notSeen())
                .containsKeys("pg_hba.conf", "index advice")
                .doesNotContainKeys("horizon", "structure", "restored history");
        assertThat(examined.diagnosis().notSeen().get("pg_hba.conf")).contains("permission denied");
    }

    @Test
    void saysThatNobodyHasMigrated() {
        Examined examined = Examined.of(TestStore.withoutSchema().target());

        assertThat(examined.the("structure").mend()).startsWith("event-store migrate, where tables are not there yet");
        assertThat(examined.diagnosis().exitCode()).isEqualTo(ExitCode.INTEGRITY);
    }

    @Test
    void tellsTheWorstFirst() {
        store.append(20);
        store.dsl().execute("create index mine on event_store.events (event_type, position)");
        store.dsl().execute("drop index event_store.events_by_time");
        store.dsl().fetch("select setval('event_store.events_position_seq', 3)");

        Diagnosis diagnosis = examine().diagnosis();

        assertThat(diagnosis.findings())
                .extracting(DoctorFinding::severity)
                .isSorted()
                .contains(Severity.DANGER, Severity.STANDSTILL, Severity.ADVICE);
        assertThat(diagnosis.exitCode()).isEqualTo(ExitCode.INTEGRITY);
        assertThat(diagnosis.isWell()).isFalse();
    }

    @Test
    void failsAsEveryCommandWhereThereIsNoServer() {
        var nowhere = new DatabaseTarget("localhost", 1, "orders", "me", null, "event_store", Map.of());

        assertThatThrownBy(() -> Doctor.of(nowhere).examine())
                .isInstanceOf(OperationsException.class)
                .extracting(e -> ((OperationsException) e).exitCode())
                .isEqualTo(ExitCode.CANNOT_CONNECT);
    }
}
