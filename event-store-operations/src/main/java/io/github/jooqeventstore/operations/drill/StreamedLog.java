package io.github.jooqeventstore.operations.drill;

import io.github.jooqeventstore.operations.DatabaseTarget;
import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsDatabase;
import io.github.jooqeventstore.operations.OperationsException;
import io.github.jooqeventstore.operations.backup.Backup;
import io.github.jooqeventstore.operations.backup.BaseBackup;
import io.github.jooqeventstore.operations.process.ClusterServer;
import io.github.jooqeventstore.operations.process.Patience;
import io.github.jooqeventstore.operations.replica.NewStandby;
import io.github.jooqeventstore.operations.wal.ReceiverStatus;
import io.github.jooqeventstore.operations.wal.WalReceiver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Base backups, and the log received while it is written, by somebody whom commits wait for: {@code pg_receivewal} where it is
 * there, else a standby, whose own log is then what there is to recover from.
 */
final class StreamedLog implements Protection {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final long TOLERATED_BYTES = 1 << 24;

    private final DrillScene scene;
    private final boolean receives;
    private @Nullable WalReceiver receiver;
    private @Nullable NewStandby standby;

    StreamedLog(DrillScene scene) {
        this.scene = scene;
        this.receives =
                scene.programs().client("pg_receivewal", scene.version()).isPresent();
    }

    @Override
    public String method() {
        return "base backups, and the log received by a synchronous " + (receives ? "pg_receivewal" : "standby")
                + ", which each commit waits for";
    }

    @Override
    public Map<String, String> settings() {
        return Map.of("synchronous_standby_names", WalReceiver.NAME);
    }

    @Override
    public void begin(DatabaseTarget live) {
        if (receives) {
            receive(live);
        } else {
            follow(live);
        }
        awaitReceiver(live);
    }

    private void receive(DatabaseTarget live) {
        try {
            Files.createDirectories(scene.archive());
        } catch (IOException e) {
            throw new OperationsException(
                    ExitCode.NO_SPACE, "folder " + scene.archive() + ": expected to make it, found " + e, e);
        }
        receiver = WalReceiver.start(live, scene.archive(), scene.programs(), scene.version());
    }

    private void follow(DatabaseTarget live) {
        NewStandby.reserve(live, WalReceiver.NAME);
        standby = NewStandby.start(
                backup(live),
                scene.folder().resolve("standby"),
                live,
                WalReceiver.NAME,
                scene.programs(),
                Map.of(),
                scene.progress());
    }

    @Override
    public Backup backup(DatabaseTarget live) {
        return BaseBackup.take(live, scene.catalog(), scene.programs(), BaseBackup.Method.AUTO, scene.progress());
    }

    private static void awaitReceiver(DatabaseTarget live) {
        try (var database = OperationsDatabase.open(live)) {
            ReceiverStatus[] last = new ReceiverStatus[1];
            boolean there = Patience.of(PATIENCE).until(() -> {
                last[0] = ReceiverStatus.of(database, TOLERATED_BYTES);
                return last[0].findings().isEmpty();
            });
            if (!there) {
                throw new OperationsException(
                        ExitCode.CHECK_FAILED,
                        "drill: expected commits to wait for a receiver within " + PATIENCE.toSeconds()
                                + " seconds, found " + last[0].findings().getFirst());
            }
        }
    }

    @Override
    public void tick(DatabaseTarget live) {
        awaitReceiver(live);
    }

    @Override
    public double worstCaseSeconds(double backupSeconds) {
        return 0;
    }

    @Override
    public ClusterServer restore(DatabaseTarget lost, Backup backup, DrillClock clock) {
        Path log = clock.step("stop whoever received the log", this::received);
        return LogRecovery.run(scene, lost, scene.catalog(), backup.id(), List.of(log), clock)
                .server();
    }

    private Path received() {
        NewStandby stopped = standby;
        WalReceiver ended = receiver;
        if (ended != null) {
            // It notices by itself that the server is gone, and brings to the disk what it has.
            Patience.of(PATIENCE).until(() -> !ended.isRunning());
        }
        close();
        return stopped == null ? scene.archive() : stopped.server().data().resolve("pg_wal");
    }

    @Override
    public void close() {
        WalReceiver running = receiver;
        if (running != null) {
            running.close();
            receiver = null;
        }
        NewStandby following = standby;
        if (following != null) {
            following.close();
            standby = null;
        }
    }
}
