package io.github.jooqeventstore.operations.backup;

import io.github.jooqeventstore.operations.DatabaseFailures;
import io.github.jooqeventstore.operations.DatabaseTarget;
import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsDatabase;
import io.github.jooqeventstore.operations.OperationsException;
import io.github.jooqeventstore.operations.Progress;
import io.github.jooqeventstore.operations.catalog.SystemFunctions;
import io.github.jooqeventstore.operations.process.PostgresPrograms;
import io.github.jooqeventstore.operations.store.StoreState;
import io.github.jooqeventstore.operations.wal.Lsn;
import io.github.jooqeventstore.operations.wal.WalArchive;
import io.github.jooqeventstore.operations.wal.WalSearch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;

/** Copies the files of a running server: with the log archived behind it, the ground of a recovery to a point in time. */
public final class BaseBackup {
    /** The folder of the server's files in the backup. */
    public static final String DATA = "data";

    /** What begins the names of those details that are settings which a recovery must not set lower. */
    public static final String SETTING = "setting.";

    private static final List<String> SETTINGS = List.of(
            "max_connections",
            "max_worker_processes",
            "max_wal_senders",
            "max_prepared_transactions",
            "max_locks_per_transaction");

    /** How the files are copied. */
    public enum Method {
        /** By {@code pg_basebackup} where there is one for the server, else by statements and a copy. */
        AUTO,
        /** By {@code pg_basebackup}, which works from another machine, too. */
        CLIENT,
        /** By statements that begin and end the backup and a copy in between: on the server's machine, without its client programs. */
        SQL
    }

    private BaseBackup() {}

    /**
     * Takes a backup of the whole server that the target is on; it runs on meanwhile.
     *
     * @param target a database of the server, and a user who may replicate and read its settings
     * @param catalog where the backup goes
     * @param programs where PostgreSQL's programs are
     * @param method how
     * @param progress hears how far it has come
     * @throws OperationsException with {@link ExitCode#PROGRAM_MISSING} when neither way is possible, with {@link
     *     ExitCode#NO_SPACE} when the disk is full; there is no backup then
     */
    public static Backup take(
            DatabaseTarget target, Catalog catalog, PostgresPrograms programs, Method method, Progress progress) {
        try (var database = OperationsDatabase.open(target);
                var partial = catalog.begin(BackupKind.BASE)) {
            refuseTablespaces(database);
            Path data = partial.folder().resolve(DATA);
            int version = database.serverMajorVersion();
            Optional<PostgresPrograms.Found> client =
                    method == Method.SQL ? Optional.empty() : programs.client("pg_basebackup", version);
            if (method == Method.CLIENT && client.isEmpty()) {
                throw programs.missing("pg_basebackup", version);
            }
            ClientCopy.Copied copied = client.isPresent()
                    ? new ClientCopy(client.get(), programs, target).into(data, version, progress)
                    : new ClientCopy.Copied(new ServerCopy(database).into(data, progress), Map.of());
            WalRange wal = copied.wal();
            Instant end = now(database);
            checkLog(data, wal);
            String how =
                    client.map(found -> "pg_basebackup " + found.majorVersion()).orElse("statements and a copy");
            BackupSource source = source(database, how);
            Map<String, String> details = settings(database);
            progress.at("bring the backup to the disk", 0, 0);
            return partial.complete(
                    copied.digests(),
                    files -> new Manifest(
                            Manifest.FORMAT,
                            partial.id(),
                            BackupKind.BASE,
                            partial.startedAt(),
                            end,
                            source,
                            null,
                            null,
                            wal,
                            null,
                            List.of(),
                            details,
                            files));
        } catch (DataAccessException e) {
            throw DatabaseFailures.of(target.toString(), "to take a base backup", e);
        }
    }

    // The files alone are torn: the log from their beginning to their end makes them whole.
    private static void checkLog(Path data, WalRange wal) {
        var search = WalSearch.from(
                WalArchive.of(List.of(data.resolve("pg_wal"))), wal.timeline(), Lsn.of(wal.startLsn()), Progress.NONE);
        if (search.upTo(Lsn.of(wal.stopLsn())) == null) {
            throw new OperationsException(
                    ExitCode.INTEGRITY,
                    "base backup: expected the log from " + wal.startLsn() + " to " + wal.stopLsn()
                            + " in it, found it to end earlier; take it again");
        }
    }

    // They would have to be laid out anew at each restore.
    private static void refuseTablespaces(OperationsDatabase database) {
        // The catalog of the server, which the generated tables do not include.
        List<String> names = database.dsl()
                .fetch("select spcname from pg_tablespace where spcname not in ('pg_default', 'pg_global')")
                .getValues("spcname", String.class);
        if (!names.isEmpty()) {
            throw new OperationsException(
                    ExitCode.REFUSED,
                    "base backup: expected all data in the server's own folder, found the tablespaces " + names
                            + "; use pg_basebackup with --tablespace-mapping");
        }
    }

    private static Instant now(OperationsDatabase database) {
        return database.dsl()
                .select(org.jooq.impl.DSL.currentOffsetDateTime())
                .fetchSingle()
                .value1()
                .toInstant();
    }

    private static Map<String, String> settings(OperationsDatabase database) {
        Map<String, String> settings = new LinkedHashMap<>();
        for (String name : SETTINGS) {
            settings.put(
                    SETTING + name,
                    database.dsl()
                            .select(SystemFunctions.setting(name))
                            .fetchSingle()
                            .value1());
        }
        return settings;
    }

    private static BackupSource source(OperationsDatabase database, String client) {
        @Nullable StoreState store = store(database);
        var server = database.dsl()
                .fetchSingle("select current_setting('server_version') as version,"
                        + " (select system_identifier::text from pg_control_system()) as identifier");
        return new BackupSource(
                database.target().database(),
                database.target().schema(),
                server.get("version", String.class),
                database.serverMajorVersion(),
                client,
                server.get("identifier", String.class),
                store == null ? null : store.storeId(),
                store == null ? 0 : store.epoch(),
                store == null ? 0 : store.schemaVersion());
    }

    private static @Nullable StoreState store(OperationsDatabase database) {
        try {
            return StoreState.read(database);
        } catch (DataAccessException e) {
            // The backup is the whole server's: whether this database has a store does not matter to it.
            return null;
        }
    }

    /** {@return the settings that a recovery from the backup must have} */
    public static Map<String, String> settings(Manifest manifest) {
        Map<String, String> settings = new LinkedHashMap<>();
        manifest.details().forEach((name, value) -> {
            if (name.startsWith(SETTING)) {
                settings.put(name.substring(SETTING.length()), value);
            }
        });
        return settings;
    }

    /** Makes the folders that a server needs and that a copy of files may have lost for they were empty. */
    public static void completeFolders(Path data) throws IOException {
        for (String folder : List.of(
                "pg_commit_ts",
                "pg_dynshmem",
                "pg_logical/mappings",
                "pg_logical/snapshots",
                "pg_notify",
                "pg_replslot",
                "pg_serial",
                "pg_snapshots",
                "pg_stat",
                "pg_stat_tmp",
                "pg_subtrans",
                "pg_tblspc",
                "pg_twophase",
                "pg_wal/archive_status")) {
            Files.createDirectories(data.resolve(folder));
        }
    }
}
