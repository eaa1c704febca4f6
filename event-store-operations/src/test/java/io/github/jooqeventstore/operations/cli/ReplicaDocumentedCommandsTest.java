package io.github.jooqeventstore.operations.cli;

import io.github.jooqeventstore.operations.Await;
import io.github.jooqeventstore.operations.DatabaseTarget;
import io.github.jooqeventstore.operations.OperationsDatabase;
import io.github.jooqeventstore.operations.OperationsException;
import io.github.jooqeventstore.operations.ReplicatedServer;
import io.github.jooqeventstore.operations.process.ClusterServer;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page about replicas, run from its first line to its last. */
class ReplicaDocumentedCommandsTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    @SuppressWarnings("NullAway.Init") // set before each
    private ReplicatedServer servers;

    private @Nullable ClusterServer back;

    @BeforeEach
    void replicate() {
        servers = ReplicatedServer.start(folder);
        servers.primary().append(100);
        servers.await(true);
        Await.until(
                "the primary to know",
                () -> Boolean.TRUE.equals(servers.primary()
                        .dsl()
                        .fetchValue("select replay_lsn = pg_current_wal_flush_lsn() from pg_stat_replication")));
    }

    @AfterEach
    void stop() {
        if (back != null) {
            back.close();
        }
        servers.close();
    }

    @Test
    void doesWhatThePageSays() throws IOException {
        int later = freePort();
        DocumentedCommands.page("replica.md")
                .on(servers.primary().target())
                .replacing("db1.example.com:5432", address(servers.primary().target()))
                .replacing("db1.example.com:5433", "127.0.0.1:" + later)
                .replacing("db2.example.com:5432", address(servers.standbyTarget()))
                .byHand("systemctl stop postgresql", servers::killPrimary)
                .before(
                        "event-store replica status --url jdbc:postgresql://db2.example.com:5432/orders --old-primary",
                        () -> startTheOldOne(later))
                .run();
    }

    private void startTheOldOne(int port) {
        back = servers.primaryServer();
        back.start(Map.of("port", Integer.toString(port)));
        DatabaseTarget old = servers.primary().target();
        var target = new DatabaseTarget(
                "127.0.0.1", port, old.database(), old.user(), old.password(), old.schema(), Map.of());
        Await.until("the old primary to be back", () -> answers(target));
    }

    private static boolean answers(DatabaseTarget target) {
        try {
            OperationsDatabase.open(target).close();
            return true;
        } catch (OperationsException e) {
            return false;
        }
    }

    private static String address(DatabaseTarget target) {
        return target.host() + ":" + target.port();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
