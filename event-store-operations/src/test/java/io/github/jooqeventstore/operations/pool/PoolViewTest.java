package io.github.jooqeventstore.operations.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.jooqeventstore.operations.Await;
import io.github.jooqeventstore.operations.DatabaseTarget;
import io.github.jooqeventstore.operations.TestStore;
import io.github.jooqeventstore.operations.cli.Cli;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

/** Who has the connections of a server that runs. */
class PoolViewTest {
    private final TestStore store = TestStore.create();
    private final String role = "app_" + UUID.randomUUID().toString().replace("-", "");

    private Connection connect(String application) throws SQLException {
        var source = store.target().dataSource();
        source.setApplicationName(application);
        return source.getConnection();
    }

    private DatabaseTarget limitedRole(int connections) {
        store.dsl().execute("create role " + role + " login password 'secret' connection limit " + connections);
        store.dsl().execute("grant usage on schema event_store to " + role);
        return DatabaseTarget.of(store.url(), role, "secret");
    }

    @Test
    void tellsConnectionsByApplicationAndStateAndWhoWaits() throws Exception {
        try (Connection holder = connect("orders");
                Connection waiter = connect("billing")) {
            holder.setAutoCommit(false);
            holder.createStatement().execute("lock table event_store.events");
            Thread waiting = Thread.ofVirtual().start(() -> {
                try (var statement = waiter.createStatement()) {
                    statement.execute("select count(*) from event_store.events");
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            });
            Await.until(
                    "billing to wait",
                    () -> !store.dsl()
                            .fetch("select 1 from pg_stat_activity where application_name = 'billing'"
                                    + " and wait_event_type = 'Lock'")
                            .isEmpty());

            Cli call = Cli.on(store.target(), "pool", "show");

            assertThat(call.code()).as(call.shown()).isZero();
            assertThat(call.out())
                    .containsPattern("max_connections \\d+, reserved \\d+, in use \\d+, left \\d+")
                    .containsPattern("clients  orders +1 idle in transaction, database test_\\w+, longest \\d+ s")
                    .containsPattern("clients  billing +1 active, database test_\\w+")
                    .containsPattern("waits    billing +process \\d+ for a lock \\(relation\\) held by "
                            + holder.unwrap(PGConnection.class).getBackendPID())
                    .doesNotContain("select");
            holder.rollback();
            waiting.join();
        }
    }

    @Test
    void findsARoleThatHasAllThatItMayHave() throws SQLException {
        DatabaseTarget target = limitedRole(1);
        try (Connection only = target.dataSource().getConnection()) {
            assertThat(only.isValid(5)).isTrue();

            Cli call = Cli.on(store.target(), "pool", "show");

            assertThat(call.code()).isEqualTo(1);
            assertThat(call.out())
                    .contains("over budget: role " + role + " has 1 of the 1 connections that it may have");
        } finally {
            dropRole();
        }
    }

    @Test
    void isWhatAdviceTakesItsCapsFrom() {
        DatabaseTarget target = limitedRole(4);
        try {
            Cli call = Cli.on(target, "pool", "advise", "--requests", "100", "--held", "100ms", "--others", "7");

            assertThat(call.code()).isEqualTo(1);
            assertThat(call.out())
                    .containsPattern(
                            "cap by server +max_connections \\d+ - reserved \\d+ - other users 7, and a limit of 4"
                                    + " of role or database = 4")
                    .contains("over budget        4 connections for each of 1 instances are less than the 10 in use");
        } finally {
            dropRole();
        }
    }

    private void dropRole() {
        store.dsl().execute("drop owned by " + role);
        store.dsl().execute("drop role " + role);
    }
}
