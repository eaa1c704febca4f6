package io.github.jooqeventstore.operations.replica;

import io.github.jooqeventstore.operations.DatabaseTarget;
import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsDatabase;
import io.github.jooqeventstore.operations.OperationsException;
import io.github.jooqeventstore.operations.Progress;
import io.github.jooqeventstore.operations.backup.Backup;
import io.github.jooqeventstore.operations.backup.BaseBackup;
import io.github.jooqeventstore.operations.process.ClusterServer;
import io.github.jooqeventstore.operations.process.FolderAccount;
import io.github.jooqeventstore.operations.process.PasswordFile;
import io.github.jooqeventstore.operations.process.PostgresPrograms;
import io.github.jooqeventstore.operations.restore.BaseCopy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A standby on this machine, made of a base backup: by the server's own three programs, without {@code pg_basebackup}.
 *
 * @param name of its slot, and how its primary knows it
 * @param server it runs
 */
public record NewStandby(String name, ClusterServer server) implements AutoCloseable {
    private static final Duration START = Duration.ofMinutes(10);
    private static final String PASSWORDS = "standby.pgpass";
    // What it has received is not recycled as long as it runs: it may be all that there is.
    private static final String ALL_LOG = "1048576";

    /** Makes the slot of a standby where it is absent: from then on the primary keeps the log for it. */
    public static void reserve(DatabaseTarget primary, String name) {
        try (var database = OperationsDatabase.open(primary)) {
            // A function of the server that returns a row.
            database.dsl()
                    .fetch(
                            "select pg_create_physical_replication_slot(?, true) where not exists"
                                    + " (select from pg_replication_slots where slot_name = ?)",
                            name,
                            name);
        }
    }

    /**
     * {@return the standby, which runs and can be read}
     *
     * @param base a base backup of the primary
     * @param folder none yet
     * @param primary any of its databases, and who may replicate; the password goes into a file of the folder
     * @param name of a slot that there is, see {@link #reserve}
     * @param programs of the primary's version
     * @param settings further ones
     */
    public static NewStandby start(
            Backup base,
            Path folder,
            DatabaseTarget primary,
            String name,
            PostgresPrograms programs,
            Map<String, String> settings,
            Progress progress) {
        new BaseCopy(base, folder, progress).make();
        ClusterServer server = ClusterServer.in(folder, programs);
        boolean started = false;
        try {
            Files.move(server.data().resolve("recovery.signal"), server.data().resolve("standby.signal"));
            Path passwords = passwords(folder.toAbsolutePath().normalize(), primary, server.data());
            Map<String, String> all = new LinkedHashMap<>(BaseBackup.settings(base.manifest()));
            all.put("primary_conninfo", conninfo(primary, name, passwords));
            all.put("primary_slot_name", name);
            all.put("wal_keep_size", ALL_LOG);
            all.putAll(settings);
            server.start(all);
            server.awaitAnswer(primary, START);
            started = true;
            return new NewStandby(name, server);
        } catch (IOException e) {
            throw new OperationsException(
                    ExitCode.NO_SPACE, "folder " + folder + ": expected to make a standby there, found " + e, e);
        } finally {
            if (!started) {
                server.close();
            }
        }
    }

    // Settings can be read by every superuser, and stand in the process's arguments: a password belongs in neither.
    private static Path passwords(Path folder, DatabaseTarget primary, Path owned) throws IOException {
        Path file = folder.resolve(PASSWORDS);
        try (PasswordFile given = PasswordFile.of(primary)) {
            Path from = given.path();
            if (from == null) {
                Files.writeString(file, "");
            } else {
                Files.copy(from, file);
            }
        }
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        FolderAccount.giveTo(owned, file);
        return file;
    }

    private static String conninfo(DatabaseTarget primary, String name, Path passwords) {
        return "host=" + quoted(primary.host()) + " port=" + primary.port() + " user=" + quoted(primary.user())
                + " passfile=" + quoted(passwords.toString()) + " application_name=" + quoted(name);
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    /** {@return the same database, user and password here} */
    public DatabaseTarget target(DatabaseTarget primary) {
        return server.target(primary);
    }

    /** Stops it; its folder stays. */
    @Override
    public void close() {
        server.close();
    }
}
