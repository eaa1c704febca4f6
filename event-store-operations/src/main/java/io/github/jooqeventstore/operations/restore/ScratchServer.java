package io.github.jooqeventstore.operations.restore;

import io.github.jooqeventstore.operations.DatabaseTarget;
import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsException;
import io.github.jooqeventstore.operations.Progress;
import io.github.jooqeventstore.operations.backup.Backup;
import io.github.jooqeventstore.operations.backup.BaseBackup;
import io.github.jooqeventstore.operations.process.ClusterServer;
import io.github.jooqeventstore.operations.process.PostgresPrograms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A copy of a base backup, recovered with the log that the backup brought along and running for this machine alone: to be
 * looked at, and thrown away when it is closed.
 */
public final class ScratchServer implements AutoCloseable {
    private static final Duration RECOVERY = Duration.ofHours(1);

    private final Path folder;
    private final ClusterServer server;
    private final DatabaseTarget origin;

    private ScratchServer(Path folder, ClusterServer server, DatabaseTarget origin) {
        this.folder = folder;
        this.server = server;
        this.origin = origin;
    }

    /**
     * {@return the running server}
     *
     * @param base a base backup; each of its files is compared with the manifest while it is copied
     * @param folder none yet; it is gone in the end
     * @param origin database, user and password as the backup knows them
     * @param programs where PostgreSQL's programs are
     * @throws OperationsException with {@link ExitCode#INTEGRITY} when a file is not what it was or the server does not start
     *     on it, with {@link ExitCode#PROGRAM_MISSING} and {@link ExitCode#NO_SPACE} when that says nothing about the backup
     */
    public static ScratchServer start(
            Backup base, Path folder, DatabaseTarget origin, PostgresPrograms programs, Progress progress) {
        boolean done = false;
        try {
            new BaseCopy(base, folder, progress).make();
            // Without the signal it does not ask an archive: the log in the backup must do.
            Files.delete(folder.resolve(BaseBackup.DATA).resolve("recovery.signal"));
            var scratch = new ScratchServer(folder, ClusterServer.in(folder, programs), origin);
            try {
                scratch.recover(BaseBackup.settings(base.manifest()), progress);
                done = true;
                return scratch;
            } finally {
                if (!done) {
                    scratch.server.close();
                }
            }
        } catch (IOException e) {
            throw new OperationsException(
                    ExitCode.NO_SPACE, "folder " + folder + ": expected to change it, found " + e, e);
        } finally {
            if (!done) {
                RecoveryFolder.delete(folder);
            }
        }
    }

    private void recover(Map<String, String> settings, Progress progress) {
        Map<String, String> all = new LinkedHashMap<>(settings);
        // Nothing that is written here has to last.
        all.put("fsync", "off");
        progress.at("recover the copy", 0, 0);
        server.start(all);
        server.awaitAnswer(origin, RECOVERY);
    }

    /** Stops what runs in a folder and deletes it: for who is interrupted, however far it has come. */
    public static void abandon(Path folder, PostgresPrograms programs) {
        if (Files.exists(folder.resolve(BaseBackup.DATA))) {
            ClusterServer.in(folder, programs).close();
        }
        RecoveryFolder.delete(folder);
    }

    /** {@return the database of the origin on this server} */
    public DatabaseTarget target() {
        return server.target(origin);
    }

    /** Stops the server and deletes the copy. */
    @Override
    public void close() {
        try {
            server.close();
        } finally {
            RecoveryFolder.delete(folder);
        }
    }
}
