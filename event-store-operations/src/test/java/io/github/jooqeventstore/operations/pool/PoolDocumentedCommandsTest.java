package io.github.jooqeventstore.operations.pool;

import io.github.jooqeventstore.operations.Await;
import io.github.jooqeventstore.operations.TestStore;
import io.github.jooqeventstore.operations.cli.DocumentedCommands;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code docs/operations/pool.md}, run. */
class PoolDocumentedCommandsTest {
    @TempDir
    private Path folder;

    @Test
    void areWhatThePageShows() throws Exception {
        TestStore store = TestStore.create();
        Path password = Files.writeString(
                folder.resolve("password"), String.valueOf(store.target().password()));
        try (Connection orders = connect(store, "orders");
                Connection billing = connect(store, "billing")) {
            orders.setAutoCommit(false);
            orders.createStatement().execute("lock table event_store.events");
            Thread waiting = Thread.ofVirtual().start(() -> count(billing));
            Await.until(
                    "billing to wait",
                    () -> !store.dsl()
                            .fetch("select 1 from pg_stat_activity where application_name = 'billing'"
                                    + " and wait_event_type = 'Lock'")
                            .isEmpty());

            DocumentedCommands.page("pool.md")
                    .replacing("database orders", "database " + store.target().database())
                    .adding(
                            "event-store pool show",
                            "--url",
                            store.url(),
                            "--user",
                            store.target().user(),
                            "--password-file",
                            password.toString())
                    .run();

            orders.rollback();
            waiting.join();
        }
    }

    private static Connection connect(TestStore store, String application) throws SQLException {
        var source = store.target().dataSource();
        source.setApplicationName(application);
        return source.getConnection();
    }

    private static void count(Connection connection) {
        try (var statement = connection.createStatement()) {
            statement.execute("select count(*) from event_store.events");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
