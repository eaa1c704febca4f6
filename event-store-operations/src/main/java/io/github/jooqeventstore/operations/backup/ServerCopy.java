package io.github.jooqeventstore.operations.backup;

import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsDatabase;
import io.github.jooqeventstore.operations.OperationsException;
import io.github.jooqeventstore.operations.Progress;
import io.github.jooqeventstore.operations.catalog.SystemFunctions;
import io.github.jooqeventstore.operations.wal.Lsn;
import io.github.jooqeventstore.operations.wal.WalSegment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jooq.Record;

/**
 * A server's files without its client programs: statements begin and end the backup, and in between the files are copied as
 * they are.
 *
 * @param database a connection to the server, used for nothing else meanwhile
 */
record ServerCopy(OperationsDatabase database) {
    private static final Pattern TIMELINE = Pattern.compile("(?m)^START TIMELINE: (\\d+)$");

    WalRange into(Path data, Progress progress) {
        Path origin = Path.of(setting("data_directory"));
        if (!Files.isReadable(origin.resolve("global/pg_control"))) {
            throw new OperationsException(
                    ExitCode.PROGRAM_MISSING,
                    "base backup: expected pg_basebackup, or the server's files in " + origin
                            + ", found neither; install the package postgresql-client-" + database.serverMajorVersion()
                            + ", or run this on the server's machine as the account that owns them");
        }
        // It holds the log back until the session ends: nothing is recycled before it is copied.
        database.dsl()
                .fetch(
                        "select pg_create_physical_replication_slot(?, true, true)",
                        "event_store_base_" + UUID.randomUUID().toString().replace("-", ""));
        progress.at("checkpoint", 0, 0);
        String start = database.dsl()
                .fetchSingle("select pg_backup_start(?, true)::text as lsn", "event-store")
                .get("lsn", String.class);
        try {
            new DataFiles(origin, data, progress).take();
            Record end = database.dsl().fetchSingle("select lsn::text as lsn, labelfile from pg_backup_stop(false)");
            String label = end.get("labelfile", String.class);
            Files.writeString(data.resolve("backup_label"), label);
            WalRange wal = new WalRange(timeline(label), start, end.get("lsn", String.class));
            copyLog(origin, data, wal);
            return wal;
        } catch (IOException e) {
            throw BackupFiles.failure(data, "to copy the server's files", e);
        }
    }

    private void copyLog(Path origin, Path data, WalRange wal) throws IOException {
        int size = Integer.parseInt(database.dsl()
                .fetchSingle("select setting from pg_settings where name = 'wal_segment_size'")
                .get("setting", String.class));
        long last = (Lsn.of(wal.stopLsn()).value() - 1) / size;
        for (long number = Lsn.of(wal.startLsn()).value() / size; number <= last; number++) {
            String name = WalSegment.name(wal.timeline(), number, size);
            Files.copy(
                    origin.resolve("pg_wal").resolve(name),
                    data.resolve("pg_wal").resolve(name));
        }
    }

    private static int timeline(String label) {
        Matcher matcher = TIMELINE.matcher(label);
        return matcher.find() ? Integer.parseInt(matcher.group(1)) : 1;
    }

    private String setting(String name) {
        return database.dsl()
                .select(SystemFunctions.setting(name))
                .fetchSingle()
                .value1();
    }
}
