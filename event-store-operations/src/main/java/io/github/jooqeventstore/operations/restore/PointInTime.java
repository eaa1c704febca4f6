package io.github.jooqeventstore.operations.restore;

import io.github.jooqeventstore.operations.DatabaseTarget;
import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsDatabase;
import io.github.jooqeventstore.operations.OperationsException;
import io.github.jooqeventstore.operations.Progress;
import io.github.jooqeventstore.operations.backup.BaseBackup;
import io.github.jooqeventstore.operations.backup.Catalog;
import io.github.jooqeventstore.operations.process.ClusterServer;
import io.github.jooqeventstore.operations.process.PostgresPrograms;
import io.github.jooqeventstore.operations.wal.StopPoint;
import io.github.jooqeventstore.operations.wal.WalArchive;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Recovers a server to a point in its past, beside whatever there is: from a base backup and the log behind it, up to a record
 * and not further, to be looked at there, and then accepted or moved on.
 *
 * @param origin the database that was lost or spoiled, whether or not its server lives: the recovered one has the same name,
 *     user and password
 * @param programs where PostgreSQL's programs are
 * @param progress hears how far it has come
 */
public record PointInTime(DatabaseTarget origin, PostgresPrograms programs, Progress progress) {
    /**
     * {@return the recovery, which waits}
     *
     * @param from the backups and the log
     * @param target how far
     * @param into a new folder; the server's files are in {@code data} below it
     * @throws OperationsException with {@link ExitCode#REFUSED} when no base backup ended before the target or the archive ends
     *     before it, with {@link ExitCode#INTEGRITY} when a segment on the way is missing, cut short or changed: no server was
     *     started then; or when the server stops anywhere else
     */
    public Recovered restore(RecoverySource from, RecoveryTarget target, Path into) {
        TargetSearch search = from.search(progress);
        try (References references = references(search, target, into)) {
            ResolvedTarget resolved = search.resolve(plain(target, references.compared()));
            RestoreState state = new RestoreState(
                    target.toString(),
                    resolved.base().id(),
                    from.catalog().folder().toAbsolutePath().toString(),
                    search.archives().stream().map(Path::toString).toList(),
                    resolved.stop().timeline(),
                    resolved.stop().record().toString(),
                    resolved.stop().end().toString(),
                    BaseBackup.settings(resolved.base().manifest()),
                    references.highest(),
                    references.epoch(),
                    false);
            return new RecoveryFolder(into, this)
                    .begin(
                            resolved.base(),
                            state,
                            resolved.stop(),
                            new Report(target, resolved.stop(), references.compared()));
        }
    }

    /**
     * {@return the same recovery, further on}
     *
     * @param into its folder
     * @param target a later one
     * @throws OperationsException with {@link ExitCode#REFUSED} when the target is not later: recovery has no way back
     */
    public Recovered move(Path into, RecoveryTarget target) {
        RestoreState state = RestoreState.read(into);
        refuseAccepted(into, state);
        // On the timeline that it is on: another one that was left since leads elsewhere.
        var search = new TargetSearch(
                new Catalog(Path.of(state.catalog())), state.paths(), state.base(), state.timeline(), progress);
        try (References references = references(search, target, into)) {
            StopPoint stop =
                    search.resolve(plain(target, references.compared())).stop();
            if (stop.end().isBefore(state.stop().end())) {
                throw new OperationsException(
                        ExitCode.REFUSED,
                        "recovery in " + into + ": expected a target behind " + state.end() + ", found " + target
                                + " to be at " + stop.end() + "; restore it into another folder");
            }
            RestoreState moved = state.movedTo(target.toString(), stop, references.highest(), references.epoch());
            return new RecoveryFolder(into, this).goOn(moved, stop, new Report(target, stop, references.compared()));
        }
    }

    /**
     * What became of a recovery.
     *
     * @param headPosition the position of the last event
     * @param store what makes the store safe to use
     */
    public record Accepted(long headPosition, AfterRestore store) {}

    /**
     * Ends the recovery and makes the store safe to use: see {@link AfterRestore}. The server is stopped at the end; its folder
     * holds nothing of ours.
     *
     * @param into its folder
     * @param rewindCheckpoints whether subscriptions go on, those ahead of the head from the head
     * @param keepRunning whether to leave the server running, for this machine alone
     * @throws OperationsException with {@link ExitCode#REFUSED} when a checkpoint is ahead of the last event and is not to be
     *     rewound, with {@link ExitCode#INTEGRITY} when a stream's head is not its last event; the recovery waits on then
     */
    public Accepted accept(Path into, boolean rewindCheckpoints, boolean keepRunning) {
        RestoreState state = RestoreState.read(into);
        refuseAccepted(into, state);
        return new RecoveryFolder(into, this).accept(state, rewindCheckpoints, keepRunning);
    }

    private static void refuseAccepted(Path into, RestoreState state) {
        if (state.accepted()) {
            throw new OperationsException(
                    ExitCode.REFUSED, "recovery in " + into + ": expected one that waits, found it accepted already");
        }
    }

    // A position is where a transaction put it: the row tells which one.
    private static RecoveryTarget plain(RecoveryTarget target, @Nullable Reference reference) {
        if (!(target instanceof RecoveryTarget.Position position) || reference == null) {
            return target;
        }
        Long transaction = Positions.transaction(reference.database(), position.position());
        if (transaction == null) {
            throw new OperationsException(
                    ExitCode.REFUSED,
                    "recovery to " + target + ": expected an event at this position in " + reference.name()
                            + ", found none");
        }
        return new RecoveryTarget.Transaction(transaction);
    }

    private References references(TargetSearch search, RecoveryTarget target, Path into) {
        @Nullable
        Reference living =
                Reference.living(origin, WalArchive.of(search.archives()).system());
        boolean comparable = living != null && living.timeline() == search.timeline();
        boolean done = false;
        try {
            @Nullable
            Reference compared =
                    comparable ? living : target instanceof RecoveryTarget.Position ? scratch(search, into) : null;
            done = true;
            return new References(living, compared);
        } finally {
            if (!done && living != null) {
                living.close();
            }
        }
    }

    private Reference scratch(TargetSearch search, Path into) {
        progress.at("recover a copy of the whole archive, to look for the position", 0, 0);
        ResolvedTarget all = search.resolve(new RecoveryTarget.Latest());
        Path folder = into.toAbsolutePath().resolveSibling(into.getFileName() + ".scratch");
        return new RecoveryFolder(folder, this).scratch(all, search.archives());
    }

    /** Looks at what was recovered. */
    record Report(
            RecoveryTarget target, StopPoint stop, @Nullable Reference reference) {
        Recovered of(OperationsDatabase recovered, RestoreState state, ClusterServer server) {
            long head = Positions.head(recovered);
            long asked = target instanceof RecoveryTarget.Position position ? position.position() : head;
            return new Recovered(
                    target.toString(),
                    state.base(),
                    stop.timeline(),
                    stop.end(),
                    stop.lastCommit(),
                    server.port(),
                    head,
                    Positions.count(recovered),
                    reference == null ? null : reference.name(),
                    reference == null ? List.of() : reference.present(Positions.gaps(recovered, asked)),
                    Positions.present(recovered, new Span(asked + 1, Math.max(head, asked + 1))));
        }
    }

    /** {@return the settings of a server that recovers} */
    static Map<String, String> settings(RestoreState state, StopPoint stop, Path script) {
        Map<String, String> settings = new LinkedHashMap<>(state.settings());
        settings.putAll(Recovery.settings(stop, script, state.paths()));
        return settings;
    }
}
