package io.github.jooqeventstore.operations.wal;

import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;

import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsDatabase;
import io.github.jooqeventstore.operations.OperationsException;
import io.github.jooqeventstore.operations.catalog.SystemFunctions;
import io.github.jooqeventstore.operations.process.FolderAccount;
import io.github.jooqeventstore.operations.process.Patience;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Has a server archive its log, and proves that it does: not before a segment has come out as it went in.
 *
 * @param database a connection to the server, of a user who may change its settings
 * @param archive the folder of the archive, on the server's machine or seen from there under the same name
 * @param script where the archiving script goes
 */
public record WalSetup(OperationsDatabase database, Path archive, Path script) {
    private static final Duration RELOAD = Duration.ofSeconds(10);

    /**
     * A setting to be changed.
     *
     * @param name the setting
     * @param now its value
     * @param wanted the value it should have
     */
    public record Change(String name, String now, String wanted) {
        /** {@return the line of a settings file} */
        public String line() {
            return name + " = '" + wanted.replace("'", "''") + "'";
        }
    }

    /**
     * What came out.
     *
     * @param changes what was changed, or would be
     * @param restart the settings that wait for a restart of the server; while there are any, nothing is proved
     * @param proof the segment that went through, or empty
     */
    public record Result(List<Change> changes, List<String> restart, String proof) {}

    /** {@return what would be changed; nothing is} */
    public List<Change> plan() {
        List<Change> changes = new ArrayList<>();
        if (setting("wal_level").equals("minimal")) {
            changes.add(new Change("wal_level", "minimal", "replica"));
        }
        if (setting("archive_mode").equals("off")) {
            changes.add(new Change("archive_mode", "off", "on"));
        }
        add(changes, "archive_library", "");
        add(changes, "archive_command", ArchiveScript.quoted(script) + " %p %f " + ArchiveScript.quoted(archive));
        if (setting("archive_timeout").equals("0")) {
            // Without it, a quiet night's last events would wait for the segment to fill.
            changes.add(new Change("archive_timeout", "0", "60s"));
        }
        return changes;
    }

    /**
     * Writes the script, changes the settings, and sends a segment through.
     *
     * @param patience how long to wait for the segment
     * @throws OperationsException with {@link ExitCode#CHECK_FAILED} when the segment does not arrive, with {@link
     *     ExitCode#INTEGRITY} when it is not the same
     */
    public Result execute(Duration patience) {
        makeArchive();
        List<Change> changes = plan();
        for (Change change : changes) {
            // No statement of jOOQ's, and none that takes bind values: the name is ours, the value is quoted by jOOQ.
            database.dsl().execute("alter system set {0} = {1}", name(change.name()), inline(change.wanted()));
        }
        database.dsl().fetch("select pg_reload_conf()");
        Patience.of(RELOAD).until(() -> !pendingRestart().isEmpty() || plan().isEmpty());
        List<String> restart = pendingRestart();
        return new Result(changes, restart, restart.isEmpty() ? prove(patience) : "");
    }

    /** {@return the name of a segment that was archived and is what the server wrote} */
    public String prove(Duration patience) {
        long failures = failures();
        // After a record of its own, or there would be nothing to archive.
        String segment = database.dsl()
                .fetchSingle(
                        "select pg_walfile_name(pg_logical_emit_message(false, 'event-store', 'round trip')) as name")
                .get("name", String.class);
        Path kept = Path.of(setting("data_directory"), "pg_wal", segment);
        database.dsl().fetch("select pg_switch_wal()");
        Path archived = archive.resolve(segment);
        if (!Patience.of(patience).until(() -> Files.exists(archived) || failures() > failures)) {
            throw notArchived(segment, "within " + patience.toSeconds() + " seconds");
        }
        if (!Files.exists(archived)) {
            throw notArchived(segment, "found the script to fail");
        }
        compare(segment, kept, archived);
        return segment;
    }

    private void compare(String segment, Path kept, Path archived) {
        try {
            if (Files.isReadable(kept) && Files.mismatch(kept, archived) >= 0) {
                throw new OperationsException(
                        ExitCode.INTEGRITY,
                        "archive " + archive + ": expected segment " + segment
                                + " as the server wrote it, found another");
            }
        } catch (IOException e) {
            // The server may have removed its own one by now: the reader tells whether the archived one is whole.
        }
        WalArchive whole = WalArchive.of(List.of(archive));
        WalSegment found = WalSegment.of(archived, whole.segmentSize());
        if (found != null) {
            WalSearch.from(
                            whole,
                            found.timeline(),
                            new Lsn(found.number() * whole.segmentSize()),
                            io.github.jooqeventstore.operations.Progress.NONE)
                    .last();
        }
    }

    private OperationsException notArchived(String segment, String rest) {
        return new OperationsException(
                ExitCode.CHECK_FAILED,
                "archive " + archive + ": expected segment " + segment + " to arrive, " + rest
                        + "; the server's log says why: can its account write there and run " + script + "?");
    }

    private void makeArchive() {
        try {
            boolean made = !Files.exists(archive);
            Files.createDirectories(archive);
            ArchiveScript.writeArchiving(script);
            Path data = Path.of(setting("data_directory"));
            if (made && Files.isDirectory(data)) {
                FolderAccount.giveTo(data, archive);
            }
        } catch (IOException e) {
            throw new OperationsException(
                    ExitCode.USAGE, "archive " + archive + ": expected to make the folder, found " + e, e);
        }
    }

    private long failures() {
        return database.dsl()
                .fetchSingle("select failed_count from pg_stat_archiver")
                .get("failed_count", Long.class);
    }

    private List<String> pendingRestart() {
        return database.dsl()
                .fetch("select name from pg_settings where pending_restart and name in ('wal_level', 'archive_mode')"
                        + " order by name")
                .getValues("name", String.class);
    }

    private void add(List<Change> changes, String name, String wanted) {
        String now = setting(name);
        if (!now.equals(wanted)) {
            changes.add(new Change(name, now, wanted));
        }
    }

    private String setting(String name) {
        return database.dsl()
                .select(SystemFunctions.setting(name))
                .fetchSingle()
                .value1();
    }
}
