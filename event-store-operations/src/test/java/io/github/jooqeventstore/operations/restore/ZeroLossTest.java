package io.github.jooqeventstore.operations.restore;

import static io.github.jooqeventstore.schema.Tables.EVENTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.jooqeventstore.operations.ArchivingServer;
import io.github.jooqeventstore.operations.DatabaseTarget;
import io.github.jooqeventstore.operations.OperationsDatabase;
import io.github.jooqeventstore.operations.Progress;
import io.github.jooqeventstore.operations.TestStore;
import io.github.jooqeventstore.operations.backup.BaseBackup;
import io.github.jooqeventstore.operations.backup.Catalog;
import io.github.jooqeventstore.operations.process.ClusterServer;
import io.github.jooqeventstore.operations.process.Patience;
import io.github.jooqeventstore.operations.process.PostgresPrograms;
import io.github.jooqeventstore.operations.wal.ReceiverStatus;
import io.github.jooqeventstore.operations.wal.WalReceiver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jooq.exception.DataAccessException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server whose commits wait for the receiver of its log: killed, its disk lost, nothing acknowledged is. */
@Tag("postgres-programs")
class ZeroLossTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final PostgresPrograms CLIENTS = PostgresPrograms.of(null, System.getenv("PATH"));

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    @SuppressWarnings("NullAway.Init") // set before each
    private ArchivingServer server;

    @SuppressWarnings("NullAway.Init") // set before each
    private WalReceiver receiver;

    @SuppressWarnings("NullAway.Init") // set before each
    private Catalog catalog;

    private Path bin = Path.of("");

    @BeforeEach
    void waitForTheReceiver() throws IOException {
        server = ArchivingServer.start(folder, Map.of());
        catalog = Catalog.openOrCreate(folder.resolve("backups"));
        Files.createDirectories(server.archive());
        server.append(100);
        receiver = WalReceiver.start(server.target(), server.archive(), CLIENTS, version());
        BaseBackup.take(server.target(), catalog, CLIENTS, BaseBackup.Method.CLIENT, Progress.NONE);
        server.dsl().execute("alter system set synchronous_standby_names = 'event_store_wal'");
        server.dsl().execute("select pg_reload_conf()");
        assertThat(Patience.of(PATIENCE).until(() -> status().findings().isEmpty()))
                .as("findings %s", status().findings())
                .isTrue();
    }

    @AfterEach
    void stop() {
        receiver.close();
        server.close();
    }

    @Test
    void everyAcknowledgedEventIsRecovered() throws IOException {
        List<Long> acknowledged = Collections.synchronizedList(new ArrayList<>());
        Thread writer = Thread.ofPlatform().start(() -> writeUntilTheServerDies(acknowledged));
        assertThat(Patience.of(PATIENCE).until(() -> acknowledged.size() >= 200))
                .isTrue();

        killAndLoseTheDisk();
        assertThat(Patience.of(PATIENCE).until(() -> !writer.isAlive() && !receiver.isRunning()))
                .isTrue();

        Path into = folder.resolve("recovered");
        var recovery = new PointInTime(server.target(), PostgresPrograms.of(bin, null), Progress.NONE);
        recovery.restore(RecoverySource.of(catalog, List.of(server.archive())), new RecoveryTarget.Latest(), into);
        recovery.accept(into, false, true);
        ClusterServer recovered = ClusterServer.in(into, PostgresPrograms.of(bin, null));
        try (recovered;
                var database = OperationsDatabase.open(recovered.target(server.target()))) {
            List<Long> positions =
                    database.dsl().select(EVENTS.POSITION).from(EVENTS).fetch(org.jooq.Record1::value1);
            assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(200);
            assertThat(positions).containsAll(acknowledged);
            System.out.println(
                    "recovered " + acknowledged.size() + " of " + acknowledged.size() + " acknowledged events");
        }
    }

    @Test
    void withoutTheReceiverWaitsAreBoundedAndToldAndCanBeEnded() {
        receiver.close();
        DatabaseTarget impatient = withSocketTimeout("2");

        long begin = System.nanoTime();
        assertThatThrownBy(() ->
                        TestStore.append(OperationsDatabase.open(impatient).dsl(), 1))
                .isInstanceOf(Exception.class);
        assertThat(Duration.ofNanos(System.nanoTime() - begin))
                .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(20));

        assertThat(Patience.of(PATIENCE).until(() -> status().waitingCommits() > 0 && !status().connected()))
                .isTrue();
        assertThat(status().findings())
                .anySatisfy(finding -> assertThat(finding)
                        .contains("the receiver is not there, and ")
                        .contains("backup wal release"));

        try (var database = OperationsDatabase.open(server.target())) {
            ReceiverStatus.release(database);
        }
        assertThat(Patience.of(PATIENCE).until(() -> status().waitingCommits() == 0))
                .isTrue();
        server.append(1);
        assertThat(server.dsl().fetchCount(EVENTS)).isEqualTo(102);
    }

    private void writeUntilTheServerDies(List<Long> acknowledged) {
        try (var database = OperationsDatabase.open(server.target())) {
            while (true) {
                TestStore.append(database.dsl(), 1);
                acknowledged.add(Positions.head(database));
            }
        } catch (DataAccessException | io.github.jooqeventstore.EventStoreException e) {
            // The server is gone: what was in doubt was not acknowledged.
        }
    }

    private void killAndLoseTheDisk() throws IOException {
        bin = server.bin();
        long pid = Long.parseLong(
                Files.readAllLines(server.data().resolve("postmaster.pid")).getFirst());
        ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();
        List<ProcessHandle> all = new ArrayList<>(postmaster.children().toList());
        postmaster.destroyForcibly();
        all.forEach(ProcessHandle::destroyForcibly);
        assertThat(Patience.of(PATIENCE).until(() -> !postmaster.isAlive())).isTrue();
        try (var paths = Files.walk(server.data())) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private ReceiverStatus status() {
        try (var database = OperationsDatabase.open(server.target())) {
            return ReceiverStatus.of(database, 1 << 24);
        }
    }

    private int version() {
        try (var database = OperationsDatabase.open(server.target())) {
            return database.serverMajorVersion();
        }
    }

    private DatabaseTarget withSocketTimeout(String seconds) {
        return server.target().with(Map.of("socketTimeout", seconds));
    }
}
