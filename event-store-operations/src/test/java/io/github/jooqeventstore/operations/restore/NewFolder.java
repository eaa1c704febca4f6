package io.github.jooqeventstore.operations.restore;

import io.github.jooqeventstore.operations.DatabaseTarget;
import io.github.jooqeventstore.operations.Progress;
import io.github.jooqeventstore.operations.process.ClusterServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A folder to recover into.
 *
 * @param history what is recovered
 * @param into the folder, which is not there yet
 */
record NewFolder(RecoveryHistory history, Path into) implements AutoCloseable {
    PointInTime recovery(DatabaseTarget origin) {
        return new PointInTime(origin, history.server().programs(), Progress.NONE);
    }

    /** Recovers, the server being alive. */
    Recovered restore(RecoveryTarget target) {
        return restoreOf(
                history.server().target(), target, List.of(history.server().archive()));
    }

    Recovered restoreOf(DatabaseTarget origin, RecoveryTarget target, List<Path> archives) {
        return recovery(origin).restore(RecoverySource.of(history.catalog(), archives), target, into);
    }

    /** Stops the server that was recovered. */
    @Override
    public void close() {
        if (Files.exists(into.resolve("data"))) {
            ClusterServer.in(into, history.server().programs()).close();
        }
    }
}
