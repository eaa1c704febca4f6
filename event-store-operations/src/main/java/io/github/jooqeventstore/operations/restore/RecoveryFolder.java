package io.github.jooqeventstore.operations.restore;

import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsDatabase;
import io.github.jooqeventstore.operations.OperationsException;
import io.github.jooqeventstore.operations.backup.Backup;
import io.github.jooqeventstore.operations.backup.BaseBackup;
import io.github.jooqeventstore.operations.files.FileTree;
import io.github.jooqeventstore.operations.process.AtInterrupt;
import io.github.jooqeventstore.operations.process.ClusterServer;
import io.github.jooqeventstore.operations.process.FolderAccount;
import io.github.jooqeventstore.operations.wal.StopPoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The folder of a recovery: {@code data}, the script that brings segments back, the server's log and {@code restore.json}.
 *
 * @param folder where
 * @param call whose it is
 */
record RecoveryFolder(Path folder, PointInTime call) {
    RecoveryFolder {
        folder = folder.toAbsolutePath().normalize();
    }

    /** Copies the base backup, recovers it, looks at it, and leaves the server waiting. What fails leaves no data behind. */
    Recovered begin(Backup base, RestoreState state, StopPoint stop, PointInTime.Report report) {
        boolean done = false;
        boolean ours = !Files.exists(folder.resolve(BaseBackup.DATA));
        AtInterrupt interrupted = AtInterrupt.undo(ours ? this::abandon : () -> {});
        try {
            new BaseCopy(base, folder, call.progress()).make();
            Recovered recovered = goOn(state, stop, report);
            done = true;
            return recovered;
        } finally {
            interrupted.close();
            if (!done && ours) {
                delete(folder.resolve(BaseBackup.DATA));
            }
        }
    }

    // Nobody has looked at it yet: it must not be taken for one that waits.
    private void abandon() {
        if (Files.exists(folder.resolve(BaseBackup.DATA))) {
            ClusterServer.in(folder, call.programs()).close();
            delete(folder.resolve(BaseBackup.DATA));
        }
    }

    /** Starts the server anew with another target. */
    Recovered goOn(RestoreState state, StopPoint stop, PointInTime.Report report) {
        ClusterServer server = ClusterServer.in(folder, call.programs());
        server.close();
        boolean done = false;
        try {
            recover(server, state, stop);
            try (var database = OperationsDatabase.open(server.target(call.origin()))) {
                Recovered recovered = report.of(database, state, server);
                state.write(folder);
                done = true;
                return recovered;
            }
        } finally {
            if (done) {
                server.leaveRunning();
            } else {
                server.close();
            }
        }
    }

    /** Ends the recovery, unless something speaks against it: then it waits on. */
    PointInTime.Accepted accept(RestoreState state, boolean rewindCheckpoints, boolean keepRunning) {
        ClusterServer server = ClusterServer.in(folder, call.programs());
        boolean leave = true;
        try {
            boolean waiting = Files.exists(server.data().resolve("recovery.signal"));
            if (!server.isRunning()) {
                server.start(PointInTime.settings(state, state.stop(), folder.resolve(BaseCopy.SCRIPT)));
            }
            Recovery recovery = recovery(server, state.stop());
            // An earlier call may have been interrupted behind the promotion.
            if (waiting) {
                recovery.awaitPause();
            } else {
                recovery.awaitPrimary();
            }
            long head = refuseUnsafe(server, rewindCheckpoints);
            leave = keepRunning;
            if (waiting) {
                recovery.promote();
            }
            try (var database = OperationsDatabase.open(server.target(call.origin()))) {
                var known = new AfterRestore.Known(
                        state.highestEpoch(), state.highestKnown(), AfterRestore.DEFAULT_GAP, rewindCheckpoints);
                AfterRestore store =
                        database.dsl().transactionResult(transaction -> AfterRestore.apply(transaction.dsl(), known));
                haveHistoryArchived(database, server.data());
                state.asAccepted().write(folder);
                return new PointInTime.Accepted(head, store);
            }
        } finally {
            if (leave) {
                server.leaveRunning();
            } else {
                server.close();
            }
        }
    }

    // Nothing is archived while a recovery is looked at. Without this file no earlier base backup would lead into what
    // comes
    // now: the server archives it when it is started as always.
    private static void haveHistoryArchived(OperationsDatabase database, Path data) {
        String timeline = database.dsl()
                .fetchSingle("select substr(pg_walfile_name(pg_current_wal_insert_lsn()), 1, 8) as timeline")
                .get("timeline", String.class);
        Path ready = data.resolve("pg_wal/archive_status").resolve(timeline + ".history.ready");
        try {
            if (!Files.exists(ready)) {
                Files.createFile(ready);
                FolderAccount.giveTo(data, ready);
            }
        } catch (IOException e) {
            throw new OperationsException(
                    ExitCode.NO_SPACE, "folder " + data + ": expected to write there, found " + e, e);
        }
    }

    private long refuseUnsafe(ClusterServer server, boolean rewindCheckpoints) {
        try (var database = OperationsDatabase.open(server.target(call.origin()))) {
            long head = Positions.head(database);
            if (!rewindCheckpoints) {
                AfterRestore.refuseCheckpointsAhead(database.dsl(), head);
            }
            int broken = AfterRestore.brokenStreams(database.dsl());
            if (broken > 0) {
                throw new OperationsException(
                        ExitCode.INTEGRITY,
                        "recovered store: expected the head of each stream to be its last event, found " + broken
                                + " streams where it is not");
            }
            return head;
        }
    }

    /** {@return a server that has replayed the whole archive; it goes with its folder} */
    Reference scratch(ResolvedTarget all, List<Path> archives) {
        delete(folder);
        boolean done = false;
        AtInterrupt interrupted = AtInterrupt.undo(() -> ScratchServer.abandon(folder, call.programs()));
        try {
            new BaseCopy(all.base(), folder, call.progress()).make();
            ClusterServer server = ClusterServer.in(folder, call.programs());
            RestoreState state = new RestoreState(
                    "latest",
                    all.base().id(),
                    "",
                    archives.stream().map(Path::toString).toList(),
                    all.stop().timeline(),
                    "",
                    "",
                    BaseBackup.settings(all.base().manifest()),
                    0,
                    0,
                    false);
            try {
                recover(server, state, all.stop());
                var database = OperationsDatabase.open(server.target(call.origin()));
                done = true;
                return new Reference(
                        "a recovery of the whole archive", all.stop().timeline(), database, server, () -> {
                            interrupted.close();
                            delete(folder);
                        });
            } finally {
                if (!done) {
                    server.close();
                }
            }
        } finally {
            if (!done) {
                interrupted.close();
                delete(folder);
            }
        }
    }

    private void recover(ClusterServer server, RestoreState state, StopPoint stop) {
        server.start(PointInTime.settings(state, stop, folder.resolve(BaseCopy.SCRIPT)));
        recovery(server, stop).awaitPause();
    }

    private Recovery recovery(ClusterServer server, StopPoint stop) {
        return new Recovery(server, call.origin(), stop, call.progress());
    }

    static void delete(Path path) {
        try {
            FileTree.delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
