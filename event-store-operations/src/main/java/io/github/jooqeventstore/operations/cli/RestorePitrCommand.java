package io.github.jooqeventstore.operations.cli;

import io.github.jooqeventstore.operations.restore.AfterRestore;
import io.github.jooqeventstore.operations.restore.PointInTime;
import io.github.jooqeventstore.operations.restore.Recovered;
import io.github.jooqeventstore.operations.restore.RecoverySource;
import io.github.jooqeventstore.operations.restore.RecoveryTarget;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code restore pitr}, and what follows it. */
@Command(
        name = "pitr",
        description = "Recovers the server to a point in its past, in a new folder, and waits there.",
        mixinStandardHelpOptions = true)
final class RestorePitrCommand implements Callable<Integer> {
    private static final String TARGET =
            "time=2026-11-23T03:26:42+00:00, lsn=0/16B3748, xid=992, name=before_deploy, position=1010018, or latest.";

    @Mixin
    private RecoveryOptions options;

    @Mixin
    private Output output;

    @Mixin
    private CatalogOption backups;

    @Option(
            names = "--archive",
            required = true,
            paramLabel = "FOLDER",
            description =
                    "A folder of the log: an archive, or the pg_wal of a dead server. Of several, the first counts.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private List<Path> archives;

    @Option(names = "--to", required = true, paramLabel = "TARGET", description = TARGET)
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String to;

    @Option(names = "--into", required = true, paramLabel = "FOLDER", description = "A new folder for the server.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path into;

    @Option(
            names = "--base",
            paramLabel = "BACKUP",
            description = "The base backup; else the newest that ended before.")
    private @Nullable String base;

    @Option(
            names = "--timeline",
            paramLabel = "N",
            description = "The timeline to follow; else the newest one of the archive.")
    private @Nullable Integer timeline;

    @Override
    public Integer call() {
        PointInTime recovery = options.recovery(output.progress());
        var from = new RecoverySource(backups.catalog(), archives, base, timeline);
        Recovered recovered = recovery.restore(from, RecoveryTarget.of(to), into);
        output.result(recovered, text(recovered, into));
        return 0;
    }

    private static String text(Recovered recovered, Path into) {
        String compared = recovered.comparedWith();
        return """
                recovered to  %s, from %s on timeline %d
                reached       %s%s
                head          position %d, %d events
                absent        %s
                present       %s
                waiting       at 127.0.0.1:%d, to be read; then
                              event-store restore accept --into %s
                              event-store restore move --into %s --to LATER""".formatted(
                        recovered.target(),
                        recovered.base(),
                        recovered.timeline(),
                        recovered.reached(),
                        recovered.lastCommit() == null ? "" : ", last commit at " + recovered.lastCommit(),
                        recovered.headPosition(),
                        recovered.events(),
                        compared == null
                                ? "not known: neither a living server nor a recovery of the whole archive to compare with"
                                : some(recovered.absent()) + " below, committed later (by " + compared + ")",
                        some(recovered.present()) + " above, committed before",
                        recovered.port(),
                        into,
                        into);
    }

    private static String some(List<?> spans) {
        return spans.isEmpty() ? "none" : spans.toString();
    }

    /** {@code restore move}. */
    @Command(
            name = "move",
            description = "Moves a recovery that waits on to a later target.",
            mixinStandardHelpOptions = true)
    static final class Move implements Callable<Integer> {
        @Mixin
        private RecoveryOptions options;

        @Mixin
        private Output output;

        @Option(names = "--into", required = true, paramLabel = "FOLDER", description = "The folder of the recovery.")
        @SuppressWarnings("NullAway.Init") // picocli sets it
        private Path into;

        @Option(names = "--to", required = true, paramLabel = "TARGET", description = TARGET)
        @SuppressWarnings("NullAway.Init") // picocli sets it
        private String to;

        @Override
        public Integer call() {
            PointInTime recovery = options.recovery(output.progress());
            Recovered recovered = recovery.move(into, RecoveryTarget.of(to));
            output.result(recovered, text(recovered, into));
            return 0;
        }
    }

    /** {@code restore accept}. */
    @Command(
            name = "accept",
            description = "Ends a recovery that waits: the store may be written from then on, in a new epoch.",
            mixinStandardHelpOptions = true)
    static final class Accept implements Callable<Integer> {
        @Mixin
        private RecoveryOptions options;

        @Mixin
        private Output output;

        @Option(names = "--into", required = true, paramLabel = "FOLDER", description = "The folder of the recovery.")
        @SuppressWarnings("NullAway.Init") // picocli sets it
        private Path into;

        @Option(
                names = "--rewind-checkpoints",
                description = "Let subscriptions go on, those ahead of the head from the head; else they stop.")
        private boolean rewindCheckpoints;

        @Option(names = "--keep-running", description = "Leave the server running, for this machine alone.")
        private boolean keepRunning;

        @Override
        public Integer call() {
            PointInTime recovery = options.recovery(output.progress());
            PointInTime.Accepted accepted = recovery.accept(into, rewindCheckpoints, keepRunning);
            AfterRestore store = accepted.store();
            output.result(accepted, """
                    head          position %d; the next one is behind %d
                    epoch         %d
                    checkpoints   %s
                    snapshots     %d dropped, of states that are gone
                    the server's files are in %s, %s""".formatted(
                            accepted.headPosition(),
                            store.nextPosition(),
                            store.epoch(),
                            rewindCheckpoints ? store.rewound() + " led into this epoch" : "left: subscriptions stop",
                            store.snapshotsDropped(),
                            into.resolve("data"),
                            keepRunning ? "running" : "stopped in good order"));
            return 0;
        }
    }
}
