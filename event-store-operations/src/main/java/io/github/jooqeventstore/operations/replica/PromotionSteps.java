package io.github.jooqeventstore.operations.replica;

import static io.github.jooqeventstore.operations.catalog.SystemFunctions.inRecovery;
import static io.github.jooqeventstore.operations.catalog.SystemFunctions.system;
import static org.jooq.impl.DSL.inline;

import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsDatabase;
import io.github.jooqeventstore.operations.OperationsException;
import io.github.jooqeventstore.operations.Progress;
import io.github.jooqeventstore.operations.catalog.PgStatActivity;
import io.github.jooqeventstore.operations.process.Patience;
import io.github.jooqeventstore.operations.wal.Lsn;
import java.time.Duration;
import java.util.Set;
import org.jooq.impl.SQLDataType;

/** What a promotion does to the server. */
record PromotionSteps(OperationsDatabase database, Duration patience, Progress progress) {
    private static final int MEBIBYTE = 20;
    private static final double NANOS = 1e9;
    /** What the process that replays waits for when there is no record left that it could replay. */
    private static final Set<String> NOTHING_LEFT = Set.of("RecoveryWalStream", "RecoveryRetrieveRetryInterval");

    /** {@return how many bytes at the end of what was received belong to a record that is not whole} */
    long replayAll() {
        if (StandbyQuery.place(database.dsl()).paused()) {
            // A function of the server that returns nothing.
            database.dsl().fetch("select pg_wal_replay_resume()");
        }
        boolean done = Patience.of(patience).until(this::nothingLeft);
        StandbyQuery.Place place = StandbyQuery.place(database.dsl());
        if (!done) {
            throw new OperationsException(
                    ExitCode.LOCKED,
                    database.target() + ": expected it to have replayed " + place.received() + " within "
                            + patience.toSeconds() + " seconds, found it at " + place.replayed()
                            + "; nothing was promoted, call again");
        }
        Lsn received = place.received();
        Lsn replayed = place.replayed();
        return received == null || replayed == null || !replayed.isBefore(received)
                ? 0
                : received.value() - replayed.value();
    }

    private boolean nothingLeft() {
        StandbyQuery.Place place = StandbyQuery.place(database.dsl());
        Lsn received = place.received();
        Lsn replayed = place.replayed();
        if (replayed != null && received != null) {
            progress.at("replay what was received (MiB)", replayed.value() >> MEBIBYTE, received.value() >> MEBIBYTE);
        }
        // What was received may end within a record, when the primary was killed: that one never becomes whole.
        boolean all = received != null && place.isAt(received);
        return !place.paused() && (all || NOTHING_LEFT.contains(replaysFor()));
    }

    private String replaysFor() {
        var activity = new PgStatActivity("a");
        String waits = database.dsl()
                .select(activity.waitEvent)
                .from(activity.table())
                .where(activity.backendType.eq(inline("startup")))
                .fetchOne(activity.waitEvent);
        return waits == null ? "" : waits;
    }

    /** {@return how many seconds it took until it took writes} */
    double promote() {
        progress.at("promote", 0, 0);
        long begin = System.nanoTime();
        database.dsl()
                .select(system("pg_promote", SQLDataType.BOOLEAN, inline(false)))
                .fetch();
        boolean promoted = Patience.of(patience)
                .until(() -> !database.dsl().select(inRecovery()).fetchSingle().value1());
        if (!promoted) {
            throw new OperationsException(
                    ExitCode.LOCKED,
                    database.target() + ": expected it to be a primary within " + patience.toSeconds()
                            + " seconds, found it in recovery; it was told, so call again with --promoted when it is one");
        }
        return (System.nanoTime() - begin) / NANOS;
    }
}
