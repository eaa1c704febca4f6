package io.github.jooqeventstore.operations.backup;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a backup is: written once as {@code manifest.json} beside its files, and never changed.
 *
 * @param format the version of this very format, {@value #FORMAT}
 * @param id the backup's id: its time and its kind, and the name of its folder
 * @param kind what it holds
 * @param startedAt when it was begun, by the clock of this machine
 * @param finishedAt when its last file was written; of a {@link BackupKind#BASE} backup the time of the server at its end, the
 *     earliest to which it can be recovered
 * @param source where it comes from
 * @param contents what the snapshot held that it was taken from, of an incremental one its own events alone; null where that
 *     was not counted
 * @param range the events' positions; null unless it is an {@link BackupKind#EVENTS} backup
 * @param wal the log that belongs to it; null unless it is a {@link BackupKind#BASE} backup
 * @param parent what it goes on from; null where it stands by itself
 * @param tables what was copied out column by column; empty where another program wrote the files
 * @param details what its kind alone cares about, by name
 * @param files all of its files but this one
 */
public record Manifest(
        int format,
        String id,
        BackupKind kind,
        Instant startedAt,
        Instant finishedAt,
        BackupSource source,
        @Nullable Contents contents,
        @Nullable PositionRange range,
        @Nullable WalRange wal,
        @Nullable ParentBackup parent,
        List<CopiedTable> tables,
        Map<String, String> details,
        List<BackupFile> files) {
    /** The version that this program writes, and the newest that it reads. */
    public static final int FORMAT = 1;

    static final String FILE = "manifest.json";

    /** Copies. */
    public Manifest {
        tables = List.copyOf(tables);
        details = Map.copyOf(details);
        files = List.copyOf(files);
    }

    /** {@return the same with these files, finished now} */
    public Manifest withFiles(List<BackupFile> written) {
        return new Manifest(
                format,
                id,
                kind,
                startedAt,
                Instant.now(),
                source,
                contents,
                range,
                wal,
                parent,
                tables,
                details,
                written);
    }

    /** {@return the bytes of its files together} */
    public long size() {
        return files.stream().mapToLong(BackupFile::size).sum();
    }
}
