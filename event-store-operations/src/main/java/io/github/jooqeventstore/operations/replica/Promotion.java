package io.github.jooqeventstore.operations.replica;

import io.github.jooqeventstore.operations.DatabaseFailures;
import io.github.jooqeventstore.operations.DatabaseTarget;
import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsDatabase;
import io.github.jooqeventstore.operations.OperationsException;
import io.github.jooqeventstore.operations.Progress;
import io.github.jooqeventstore.operations.restore.AfterRestore;
import io.github.jooqeventstore.operations.store.StoreState;
import java.time.Duration;
import java.util.List;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;

/**
 * Makes a standby the primary, and its store safe to use: after a failover positions that were handed out may be handed out
 * again, so that a subscription that has seen them would skip other events. A new epoch and a leap of positions prevent it.
 *
 * @param standby a database of the standby, with the store; the user may promote, make a checkpoint, and owns the tables
 * @param oldPrimary a database of the primary that it takes the place of; null: nobody can ask there
 * @param options how
 * @param progress hears how far it has come
 */
public record Promotion(
        DatabaseTarget standby, @Nullable DatabaseTarget oldPrimary, Options options, Progress progress) {
    /**
     * How it is done.
     *
     * @param fenced whether somebody vouches for it that the old primary cannot come back, as nobody can ask it
     * @param alreadyPromoted whether another tool has promoted the server, an earlier call was interrupted, or it is about
     *     another store on it: the rest is done
     * @param rewindCheckpoints whether subscriptions go on, from where the standby has come; else they stop and are told
     * @param patience how long to wait for what was received to be replayed, and for the promotion
     */
    public record Options(boolean fenced, boolean alreadyPromoted, boolean rewindCheckpoints, Duration patience) {}

    /** {@return what would be done, and what speaks against it} Nothing is changed. */
    public PromotionPlan plan() {
        try (var database = OperationsDatabase.open(standby)) {
            return new PromotionPlanning(this, database).plan();
        } catch (DataAccessException e) {
            throw failure(e);
        }
    }

    /**
     * Does it.
     *
     * @throws OperationsException with {@link ExitCode#REFUSED} when something speaks against it, with {@link ExitCode#LOCKED}
     *     when it takes too long: calling again goes on, where it says so with {@link Options#alreadyPromoted}
     */
    public Promoted execute() {
        try (var database = OperationsDatabase.open(standby)) {
            PromotionPlan plan = new PromotionPlanning(this, database).plan();
            if (!plan.obstacles().isEmpty()) {
                throw new OperationsException(ExitCode.REFUSED, plan.obstacles().getFirst());
            }
            var steps = new PromotionSteps(database, options.patience(), progress);
            long unfinished = 0;
            double seconds = 0;
            if (!options.alreadyPromoted()) {
                unfinished = steps.replayAll();
                seconds = steps.promote();
            }
            progress.at("checkpoint", 0, 0);
            // Until then, the tools of an old primary would take the two for the same timeline.
            database.dsl().execute("checkpoint");
            progress.at("raise the store's epoch", 0, 0);
            var known = new AfterRestore.Known(0, 0, AfterRestore.DEFAULT_GAP, options.rewindCheckpoints());
            AfterRestore store =
                    database.dsl().transactionResult(transaction -> AfterRestore.apply(transaction.dsl(), known));
            ServerIdentity server = ServerIdentity.read(database.dsl());
            return new Promoted(
                    server,
                    plan.server().timeline(),
                    unfinished,
                    seconds,
                    StoreState.read(database).headPosition(),
                    store,
                    fencing(server));
        } catch (DataAccessException e) {
            throw failure(e);
        }
    }

    private OperationsException failure(DataAccessException e) {
        return DatabaseFailures.of(standby.toString(), "to promote it", e);
    }

    private static List<String> fencing(ServerIdentity server) {
        return List.of(
                "the old primary must never take appends again: stop and disable its service, and take its address away before"
                        + " its machine is started",
                "it may come back as a standby of this one alone: from a new base backup, or by pg_rewind with the log at hand;"
                        + " where pg_rewind fails, do not start it: without standby.signal it would be a second primary",
                "this is cluster " + server.systemIdentifier() + " on timeline " + server.timeline()
                        + ": whoever has the same identifier, a lower timeline and takes appends is the old one; replica"
                        + " status --old-primary URL looks for it",
                "take a base backup now, make the slots of other standbys anew, and look at backup wal status: slots do not"
                        + " come over, and a recovery needs a base backup of this timeline or the way to it");
    }
}
