package io.github.jooqeventstore.operations.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.jooqeventstore.operations.Await;
import io.github.jooqeventstore.operations.DatabaseTarget;
import io.github.jooqeventstore.operations.OperationsDatabase;
import io.github.jooqeventstore.operations.TestStore;
import io.github.jooqeventstore.operations.health.HealthLimits;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;

/** Transactions that last too long: whom they hold up, who they are, and since when. */
class DoctorTransactionsTest {
    private static final DoctorLimits AT_ONCE = Examined.LIMITS.transactions(Duration.ZERO);

    private final TestStore store = TestStore.create();

    @Test
    void thatHoldSubscriptionsBackWithWhoAndSinceWhen() throws SQLException {
        store.append(10);
        try (Connection open = open("orders-app")) {
            TestStore.append(DSL.using(open, SQLDialect.POSTGRES), 10);

            Examined.of(store.target()).isWellIn("horizon");
            DoctorFinding finding = Examined.of(store.target(), AT_ONCE).the("horizon");

            assertThat(finding.severity()).isEqualTo(Severity.STANDSTILL);
            assertThat(finding.problem())
                    .startsWith("A transaction holds back every subscription: session of pid ")
                    .contains("(orders-app) has appended and not ended since 20")
                    .contains("the head is at 10.")
                    .doesNotContain("xxx");
            String mend = finding.mend().replaceFirst("psql: (select pg_terminate_backend\\(\\d+\\)).*", "$1");
            store.dsl().fetch(mend);
        }
        Await.until(
                "the session to be gone",
                () -> Examined.of(store.target(), AT_ONCE).all("horizon").isEmpty());
    }

    @Test
    void thatAreIdleOrJustOpenForLong() throws SQLException {
        try (Connection idle = open("forgetful")) {
            idle.createStatement().execute("select 1");

            Examined.of(store.target()).isWellIn("transactions");
            DoctorFinding finding = Examined.of(store.target(), AT_ONCE).the("transactions");

            assertThat(finding.problem())
                    .startsWith("A client is idle inside a transaction: server process ")
                    .contains("(forgetful, role ");
            idle.rollback();
        }
        DatabaseTarget target = store.target();
        try (Connection busy = open("busy");
                var cancel = OperationsDatabase.open(target)) {
            var working = Thread.startVirtualThread(() -> sleep(busy));
            Await.until(
                    "the other one to be found",
                    () -> Examined.of(target, AT_ONCE).all("transactions").stream()
                            .anyMatch(found ->
                                    found.problem().startsWith("A transaction has been open for long: server")));
            cancel.dsl().fetch("select pg_cancel_backend(pid) from pg_stat_activity where application_name = 'busy'");
            join(working);
        }
    }

    private void sleep(Connection connection) {
        assertThatThrownBy(() -> connection.createStatement().execute("select pg_sleep(60)"))
                .isInstanceOf(SQLException.class);
    }

    private void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void whoseIdsAreOld() {
        DoctorLimits limits =
                Examined.LIMITS.health(HealthLimits.defaults().freeDisk(0).transactionIdAge(1));

        DoctorFinding finding = Examined.of(store.target(), limits).the("transaction ids");

        assertThat(finding.mend()).contains("event-store maintain freeze");
    }

    private Connection open(String application) throws SQLException {
        Connection connection =
                store.target().applicationName(application).dataSource().getConnection();
        connection.setAutoCommit(false);
        return connection;
    }
}
