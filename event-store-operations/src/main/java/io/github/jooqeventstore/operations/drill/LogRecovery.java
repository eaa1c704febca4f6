package io.github.jooqeventstore.operations.drill;

import io.github.jooqeventstore.operations.DatabaseTarget;
import io.github.jooqeventstore.operations.backup.Catalog;
import io.github.jooqeventstore.operations.process.ClusterServer;
import io.github.jooqeventstore.operations.restore.PointInTime;
import io.github.jooqeventstore.operations.restore.Recovered;
import io.github.jooqeventstore.operations.restore.RecoverySource;
import io.github.jooqeventstore.operations.restore.RecoveryTarget;
import java.nio.file.Path;
import java.util.List;

/**
 * Recovers a server from a base backup and all of the log behind it, and takes it into use.
 *
 * @param server which runs
 * @param recovered what was recovered
 */
record LogRecovery(ClusterServer server, Recovered recovered) {
    static LogRecovery run(
            DrillScene scene, DatabaseTarget lost, Catalog catalog, String base, List<Path> log, DrillClock clock) {
        Path into = scene.folder().resolve("restored");
        var recovery = new PointInTime(lost, scene.programs(), scene.progress());
        Recovered recovered = clock.step(
                "provision a server from the base backup and replay the log",
                () -> recovery.restore(
                        new RecoverySource(catalog, log, base, null), new RecoveryTarget.Latest(), into));
        clock.run("promote it and raise the store's epoch", () -> recovery.accept(into, true, true));
        ClusterServer server = ClusterServer.in(into, scene.programs());
        server.stopWithProgram();
        return new LogRecovery(server, recovered);
    }
}
