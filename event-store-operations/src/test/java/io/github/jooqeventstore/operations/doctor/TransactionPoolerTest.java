package io.github.jooqeventstore.operations.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.jooqeventstore.operations.Await;
import io.github.jooqeventstore.operations.DatabaseTarget;
import io.github.jooqeventstore.operations.OperationsDatabase;
import io.github.jooqeventstore.operations.OperationsException;
import io.github.jooqeventstore.operations.TestStore;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A real PgBouncer between doctor and server. */
class TransactionPoolerTest {
    private final TestStore store = TestStore.create();

    @TempDir
    private Path folder;

    @Test
    void isNotSeenWhereThereIsNone() {
        Examined.of(store.target()).isWellIn("pooler");
    }

    @Tag("pgbouncer")
    @ParameterizedTest
    @ValueSource(ints = {1, 5})
    void isFoundWhereItPoolsTransactions(int sessions) throws Exception {
        DatabaseTarget target = through("transaction", sessions);
        Process bouncer = start(target);
        try {
            DoctorFinding finding = Examined.of(target).the("pooler");

            assertThat(finding.problem()).startsWith("This URL leads through a pooler that hands sessions on");
        } finally {
            end(bouncer);
        }
    }

    @Tag("pgbouncer")
    @Test
    void isNoneWhereItPoolsSessions() throws Exception {
        DatabaseTarget target = through("session", 5);
        Process bouncer = start(target);
        try {
            Examined.of(target).isWellIn("pooler");
        } finally {
            end(bouncer);
        }
    }

    private DatabaseTarget through(String mode, int sessions) throws IOException {
        DatabaseTarget direct = store.target();
        int port = freePort();
        Files.writeString(folder.resolve("users.txt"), "\"%s\" \"%s\"\n".formatted(direct.user(), direct.password()));
        Files.writeString(folder.resolve("pgbouncer.ini"), """
                [databases]
                * = host=127.0.0.1 port=%d
                [pgbouncer]
                listen_addr = 127.0.0.1
                listen_port = %d
                unix_socket_dir =
                auth_type = scram-sha-256
                auth_file = %s
                pool_mode = %s
                default_pool_size = %d
                ignore_startup_parameters = extra_float_digits
                """.formatted(
                        direct.port(), port, folder.resolve("users.txt"), mode, sessions));
        // For the user that it runs as; the password is a random one of this test's server.
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        return new DatabaseTarget(
                "127.0.0.1",
                port,
                direct.database(),
                direct.user(),
                direct.password(),
                direct.schema(),
                // What is prepared belongs to a session.
                Map.of("prepareThreshold", "0"));
    }

    private Process start(DatabaseTarget target) throws Exception {
        Path usual = Path.of("/usr/sbin/pgbouncer");
        List<String> command = new ArrayList<>(List.of(Files.isExecutable(usual) ? usual.toString() : "pgbouncer"));
        if (new ProcessBuilder("id", "-u").start().inputReader().readLine().equals("0")) {
            // It refuses to run as root; this user owns nothing.
            command.addAll(List.of("-u", "nobody"));
        }
        command.add(folder.resolve("pgbouncer.ini").toString());
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        Await.until("PgBouncer answering", () -> answers(process, target));
        return process;
    }

    private static boolean answers(Process process, DatabaseTarget target) {
        assertThat(process.isAlive()).isTrue();
        try (var database = OperationsDatabase.open(target)) {
            return database.serverMajorVersion() > 0;
        } catch (OperationsException e) {
            return false;
        }
    }

    private static void end(Process process) throws InterruptedException {
        process.destroy();
        process.waitFor();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
