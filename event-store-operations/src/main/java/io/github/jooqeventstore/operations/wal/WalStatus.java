package io.github.jooqeventstore.operations.wal;

import io.github.jooqeventstore.operations.OperationsDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/**
 * How the archive of a server's log is.
 *
 * @param lastArchived the last segment that the server has archived; null where it has none
 * @param lastArchivedAt when
 * @param failures how often archiving has failed since the server's statistics began
 * @param failing the segment that it tries in vain; null while all is well
 * @param exposedBytes how much of the log would be lost with the server's disk at this moment
 * @param exposedSeconds for how long something of it has not been archived; 0 when nothing is exposed
 * @param continuity what is in the archive; null where it holds nothing yet
 * @param findings what is wrong, a sentence each; empty when all is well
 */
public record WalStatus(
        @Nullable String lastArchived,
        @Nullable Instant lastArchivedAt,
        long failures,
        @Nullable String failing,
        long exposedBytes,
        long exposedSeconds,
        @Nullable Continuity continuity,
        List<String> findings) {
    /** Copies. */
    public WalStatus {
        findings = List.copyOf(findings);
    }

    /**
     * {@return how it is}
     *
     * @param database a connection to the server
     * @param archive the folder of the archive
     * @param continuity what is in it; null where it holds nothing yet
     * @param tolerance how long something may be exposed before that is a finding
     */
    public static WalStatus of(
            OperationsDatabase database, Path archive, @Nullable Continuity continuity, Duration tolerance) {
        // The server's own statistics, which no generated table includes.
        Record row = database.dsl().fetchSingle("""
                        select last_archived_wal, last_archived_time, failed_count,
                               case when last_failed_time > coalesce(last_archived_time, '-infinity')
                                    then last_failed_wal end as failing,
                               current_setting('archive_mode') as mode,
                               (select pg_current_wal_lsn())::text as lsn,
                               clock_timestamp() as now
                        from pg_stat_archiver""");
        List<String> findings = new ArrayList<>(continuity == null ? List.of() : continuity.findings());
        if (row.get("mode", String.class).equals("off")) {
            findings.add("archive_mode is off: run backup wal setup");
        }
        String failing = row.get("failing", String.class);
        if (failing != null) {
            findings.add("archiving of segment " + failing + " fails; the server's log says why");
        }
        if (continuity == null) {
            findings.add("archive " + archive + " holds no segment");
        }
        Instant archivedAt = instant(row, "last_archived_time");
        long exposed = continuity == null
                ? Lsn.of(row.get("lsn", String.class)).value()
                : Math.max(
                        0,
                        Lsn.of(row.get("lsn", String.class)).value()
                                - continuity.end().value());
        // The headers of a new segment's first page are no loss.
        exposed = exposed <= WalPage.LONG_HEADER ? 0 : exposed;
        Instant now = instant(row, "now");
        long seconds = exposed == 0 || archivedAt == null || now == null
                ? 0
                : Duration.between(archivedAt, now).toSeconds();
        if (exposed > 0 && seconds > tolerance.toSeconds()) {
            findings.add("the last segment was archived " + seconds + " seconds ago, and " + exposed
                    + " bytes were written since");
        }
        return new WalStatus(
                row.get("last_archived_wal", String.class),
                archivedAt,
                row.get("failed_count", Long.class),
                failing,
                exposed,
                seconds,
                continuity,
                findings);
    }

    private static @Nullable Instant instant(Record row, String column) {
        OffsetDateTime time = row.get(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
